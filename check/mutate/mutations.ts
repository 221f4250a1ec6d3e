import { sideOf } from "../accounts.ts";
import type { Configuration } from "../configuration.ts";
import { roleArn } from "../principals-named.ts";
import { findPolicy } from "../repair/apply.ts";
import { type PolicyPlace, placeText } from "../repair/change.ts";
import type { Mutation } from "./mutation.ts";
import { policyMutations } from "./policy-mutations.ts";
import { settingMutations } from "./setting-mutations.ts";

/** Every mutation of a configuration, one thing at a time: policies of both sides first, then settings. */
export function mutationsOf(configuration: Configuration): readonly Mutation[] {
  const policies = placesOf(configuration).flatMap(({ place, side }): readonly Mutation[] => {
    const policy = findPolicy(configuration, place);
    return policy === undefined
      ? []
      : policyMutations({ place, side, name: placeText(place, configuration), text: policy.text, configuration });
  });
  return [...policies, ...roleMutations(configuration), ...settingMutations(configuration)];
}

export interface Place {
  readonly place: PolicyPlace;
  readonly side: "A" | "B";
}

/** Where the policies of a configuration are. */
export function placesOf(configuration: Configuration): readonly Place[] {
  const { roles, managedPolicies, keys } = configuration;
  return [
    ...roles.flatMap((role): readonly Place[] => {
      const side = sideOf(configuration, role.accountId) ?? "A";
      const arn = roleArn(role);
      return [
        { place: { kind: "trust", roleArn: arn }, side },
        ...role.inlinePolicies.map(({ name }): Place => ({ place: { kind: "inline", roleArn: arn, name }, side })),
      ];
    }),
    ...managedPolicies.map(
      ({ arn }): Place => ({ place: { kind: "managed", arn }, side: sideOfArn(configuration, arn) }),
    ),
    { place: { kind: "data-stream" }, side: "A" },
    { place: { kind: "bucket" }, side: "B" },
    ...keys.map(({ arn }): Place => ({ place: { kind: "key", arn }, side: sideOfArn(configuration, arn) })),
  ];
}

function sideOfArn(configuration: Configuration, arn: string): "A" | "B" {
  return sideOf(configuration, arn.split(":")[4]) ?? "A";
}

function roleMutations(configuration: Configuration): readonly Mutation[] {
  return configuration.roles.flatMap((role): readonly Mutation[] => {
    const arn = roleArn(role);
    const side = sideOf(configuration, role.accountId) ?? "A";
    const boundary: Mutation = {
      id: `${arn} boundary`,
      side,
      kind: "remove",
      element: "boundary",
      text: `remove the permissions boundary of role \`${role.name}\``,
      change: { kind: "remove-boundary", roleArn: arn },
    };
    return [
      ...(role.permissionsBoundaryArn === undefined ? [] : [boundary]),
      ...role.attachedPolicyArns.map(
        (policyArn): Mutation => ({
          id: `${arn} attached ${policyArn}`,
          side,
          kind: "remove",
          element: "policy",
          text: `detach \`${policyArn}\` from role \`${role.name}\``,
          change: { kind: "detach", roleArn: arn, policyArn },
        }),
      ),
    ];
  });
}
