/**
 * Amazon S3, general purpose buckets.
 *
 * **Supported**: buckets with policy, ACL, Object Ownership and Block Public Access; objects, their ACLs, conditional
 * requests, ranges, checksums, tagging, listings.
 *
 * **Gaps**: website hosting, replication, lifecycle, notifications, logging, inventory, object lock, access points,
 * requester pays, SSE-C and the storage classes that must be restored are refused by name. PutObject does not answer
 * with the CRC64NVME that S3 computes where the client sent no checksum; reading with `ChecksumMode` does.
 *
 * **By design**: SSE-S3 changes nothing that a client could see, so nothing is encrypted for it.
 *
 * Sources: S3 API Reference and User Guide (2026-08), and answers that public test suites recorded from AWS.
 */
import * as model from "@aws-sdk/client-s3";
import { bind } from "../model/action.ts";
import type { Environment } from "../model/environment.ts";
import type { Service } from "../model/service.ts";
import { bucketActions, objectActions } from "./actions.ts";
import { S3Store } from "./store.ts";

export function createS3(environment: Environment): Service {
  return {
    name: "s3",
    signingName: "s3",
    protocol: { kind: "rest-xml", xmlNamespace: "http://s3.amazonaws.com/doc/2006-03-01/" },
    model,
    actions: bind(new S3Store(environment), [...bucketActions, ...objectActions]),
    // Files of payloads lie in the emulator's temporary folder and go with it.
    close: async () => {},
  };
}
