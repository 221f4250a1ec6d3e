/**
 * Amazon S3, general purpose buckets.
 *
 * **Supported**: buckets with policy, ACL, Object Ownership, Block Public Access (of the bucket, and of the account as
 * the emulator's settings give it), default encryption, versioning and tags; objects put, copied and uploaded in parts,
 * read whole, by range, by part and on condition, deleted one by one and many at once, with ACLs and tags; checksums
 * (CRC32, CRC32C, CRC64NVME, SHA-1, SHA-256, Content-MD5) verified and kept, in headers and trailers, composite and of
 * the whole; SSE-KMS with customer keys, `aws/s3` and bucket keys; listings of both versions, of versions, parts and
 * uploads; presigned URLs; S3's condition keys with their real values. With `likeAws` a bucket's configuration takes
 * effect a little after it was read back, and ListBuckets shows for a while what is deleted.
 *
 * **Gaps**: website hosting, CORS, replication, lifecycle, notifications, logging, inventory, analytics, object lock,
 * access points, requester pays, SSE-C, DSSE-KMS, ABAC, torrents, Select, uploads from browser forms, and the storage
 * classes that must be restored are refused by name; SSE-C, which a new bucket blocks, is denied until the bucket
 * unblocks it. A root user keeps its access to a bucket whose ACL takes it away. The completion of a complete multipart
 * upload is answered again for as long as the emulator lives, which S3 does for a while.
 *
 * **By design**: DeleteObjects takes `BypassGovernanceRetention` from who may send it, though nothing is ever locked: S3
 * refuses it there, but test suites clear up with it. SSE-S3 changes nothing that a client could see, so nothing is encrypted for it. Multipart uploads under
 * way go with their bucket. The region that a request was signed for stands for the endpoint that it was sent to.
 *
 * Sources: S3 API Reference and User Guide (2026-08), and answers that public test suites recorded from AWS.
 */
import * as model from "@aws-sdk/client-s3";
import { bind } from "../model/action.ts";
import { actionsIn } from "../model/action-folder.ts";
import type { Environment } from "../model/environment.ts";
import type { Service } from "../model/service.ts";
import { S3Store } from "./store.ts";

const actions = await actionsIn<S3Store>(new URL("./actions/", import.meta.url));

export function createS3(environment: Environment): Service {
  return {
    name: "s3",
    signingName: "s3",
    protocol: { kind: "rest-xml", xmlNamespace: "http://s3.amazonaws.com/doc/2006-03-01/" },
    model,
    actions: bind(new S3Store(environment), actions),
    // Files of payloads lie in the emulator's temporary folder and go with it.
    close: async () => {},
  };
}
