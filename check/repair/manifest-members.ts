import type { Configuration, SourceFile } from "../configuration.ts";
import { roleArn } from "../principals-named.ts";
import type { SourceLocation } from "../source.ts";
import type { ConfigurationChange, Edit, PolicyPlace } from "./change.ts";

/** What a change is about, or what the policy of a place belongs to. */
export interface Holder {
  readonly source: SourceLocation;
  readonly manifest?: SourceFile;
}

type Setting = Extract<
  ConfigurationChange,
  { readonly kind: "set-bucket" | "set-destination" | "set-data-stream" | "enable-key" }
>;

export function holderOf(configuration: Configuration, of: PolicyPlace | Setting): Holder | undefined {
  const { bucket, backupBucket, roles, keys, dataStream, deliveryStream } = configuration;
  switch (of.kind) {
    case "bucket":
    case "set-bucket":
      return bucket;
    case "backup-bucket":
      return backupBucket;
    case "key":
    case "enable-key":
      return keys.find(({ arn }) => arn === of.arn);
    case "trust":
    case "inline":
      return roles.find((role) => roleArn(role) === of.roleArn);
    case "set-destination":
      return deliveryStream;
    case "data-stream":
    case "set-data-stream":
      return dataStream;
    case "managed":
    case "service-control":
    case "resource-control":
      return undefined;
  }
}

/** Where in the manifest a policy stands, from what it belongs to. */
export function policyMember(place: PolicyPlace): readonly string[] | undefined {
  switch (place.kind) {
    case "bucket":
    case "backup-bucket":
    case "key":
      return ["policy"];
    case "data-stream":
      return ["resourcePolicy"];
    case "trust":
      return ["trustPolicy"];
    case "inline":
      return ["policies", place.name];
    default:
      return undefined;
  }
}

/** A setting as the manifest has it. */
export function manifestEdits(change: Setting): readonly Edit[] {
  if (change.kind === "enable-key") return [{ path: ["isEnabled"], value: undefined }];
  if (change.kind === "set-destination") {
    return Object.entries(change.settings).map(([member, value]) => ({ path: ["destination", member], value }));
  }
  if (change.kind === "set-data-stream") {
    return Object.entries(change.settings).map(([member, value]) => ({ path: [member], value }));
  }
  return Object.entries(change.settings).map(([member, value]) => ({
    path: [member],
    value: member === "encryption" && value !== undefined ? encryptionMember(change.settings.encryption) : value,
  }));
}

function encryptionMember(encryption: Configuration["bucket"]["encryption"]): unknown {
  const { ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled } = encryption ?? {};
  return { ...byDefault, ...(BucketKeyEnabled !== undefined && { BucketKeyEnabled }) };
}
