import type { Configuration } from "../configuration.ts";
import { replacePolicy } from "../places/places.ts";
import { apply } from "../repair/apply.ts";
import { roleArn } from "../roles.ts";
import type { MutationChange } from "./mutation.ts";

/** The configuration with the mutation in it. */
export function mutate(configuration: Configuration, change: MutationChange): Configuration {
  const { roles, keys, bucket } = configuration;
  switch (change.kind) {
    case "remove-policy":
      return replacePolicy(configuration, change.place, () => undefined);
    case "detach":
      return {
        ...configuration,
        roles: roles.map((role) =>
          roleArn(role) === change.roleArn
            ? { ...role, attachedPolicyArns: role.attachedPolicyArns.filter((arn) => arn !== change.policyArn) }
            : role,
        ),
      };
    case "remove-boundary":
      return {
        ...configuration,
        roles: roles.map((role) =>
          roleArn(role) === change.roleArn ? { ...role, permissionsBoundaryArn: undefined } : role,
        ),
      };
    case "disable-key":
      return {
        ...configuration,
        keys: keys.map((key) => (key.arn === change.arn ? { ...key, isEnabled: false } : key)),
      };
    case "remove-grant":
      return {
        ...configuration,
        keys: keys.map((key) =>
          key.arn === change.arn ? { ...key, grants: key.grants.filter((_, index) => index !== change.index) } : key,
        ),
      };
    case "set":
      return { ...configuration, bucket: { ...bucket, ...change.bucket } };
    default:
      return apply(configuration, change);
  }
}
