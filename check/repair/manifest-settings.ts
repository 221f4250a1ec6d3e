import type { Configuration } from "../configuration.ts";
import type { Holder } from "../places/places.ts";
import { roleArn } from "../roles.ts";
import type { ConfigurationChange, Edit } from "./change.ts";

/** A change that is of no policy. */
export type SettingChange = Exclude<ConfigurationChange, { readonly place: unknown }>;

/** What a setting belongs to. */
export function settingHolder(configuration: Configuration, change: SettingChange): Holder | undefined {
  switch (change.kind) {
    case "set-bucket":
      return configuration.bucket;
    case "set-destination":
    case "set-source":
      return configuration.deliveryStream;
    case "set-role":
      return configuration.roles.find((role) => roleArn(role) === change.roleArn);
    case "set-data-stream":
      return configuration.dataStream;
    case "enable-key":
      return configuration.keys.find(({ arn }) => arn === change.arn);
  }
}

/** A setting as the manifest has it. */
export function manifestEdits(change: SettingChange): readonly Edit[] {
  if (change.kind === "enable-key") return [{ path: ["isEnabled"], value: undefined }];
  if (change.kind === "set-destination") {
    return Object.entries(change.settings).map(([member, value]) => ({ path: ["destination", member], value }));
  }
  // The data stream that is read is the manifest's own.
  if (change.kind === "set-source") return [{ path: ["readRole"], value: change.settings.roleArn }];
  if (change.kind === "set-role") {
    const { attachedPolicyArns: managedPolicies, permissionsBoundaryArn: permissionsBoundary } = change.settings;
    const members = Object.entries({ managedPolicies, permissionsBoundary });
    return members.flatMap(([member, value]) => (value === undefined ? [] : [{ path: [member], value }]));
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
