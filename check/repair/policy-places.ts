import type { Configuration } from "../configuration.ts";
import { roleArn } from "../principals-named.ts";
import type { PolicyPlace } from "./change.ts";

/** Every place of a configuration that has a policy. */
export function policyPlaces({
  roles,
  managedPolicies,
  bucket,
  backupBucket,
  keys,
  dataStream,
}: Configuration): readonly PolicyPlace[] {
  return [
    ...roles.flatMap((role): readonly PolicyPlace[] => [
      { kind: "trust", roleArn: roleArn(role) },
      ...role.inlinePolicies.map(({ name }) => ({ kind: "inline", roleArn: roleArn(role), name }) as const),
    ]),
    ...managedPolicies.map(({ arn }) => ({ kind: "managed", arn }) as const),
    ...(bucket.policy === undefined ? [] : [{ kind: "bucket" } as const]),
    ...(backupBucket?.policy === undefined ? [] : [{ kind: "backup-bucket" } as const]),
    ...(dataStream?.resourcePolicy === undefined ? [] : [{ kind: "data-stream" } as const]),
    ...keys.flatMap(({ arn, policy }) => (policy === undefined ? [] : [{ kind: "key", arn } as const])),
  ];
}
