import { sideOf } from "../accounts.ts";
import type { Configuration, PolicyText } from "../configuration.ts";
import { accountOfPlace, type PolicyPlace, placeText, policiesKept } from "../places/places.ts";
import { roleArn } from "../roles.ts";
import type { Mutation } from "./mutation.ts";
import { policyMutations } from "./policy-mutations.ts";
import { settingMutations } from "./setting-mutations.ts";

/** Every mutation of a configuration, one thing at a time: policies of both sides first, then settings. */
export function mutationsOf(configuration: Configuration): readonly Mutation[] {
  const policies = placesOf(configuration).flatMap(({ place, side, policy }) =>
    policyMutations({ place, side, name: placeText(place, configuration), text: policy.text, configuration }),
  );
  return [...policies, ...roleMutations(configuration), ...settingMutations(configuration)];
}

interface Place {
  readonly place: PolicyPlace;
  readonly side: "A" | "B";
  readonly policy: PolicyText;
}

/** Where the policies of a configuration are, but for those of an organization, whose purpose is no delivery. */
function placesOf(configuration: Configuration): readonly Place[] {
  return policiesKept(configuration).flatMap(({ place, policy }) => {
    if (place.kind === "service-control" || place.kind === "resource-control") return [];
    const side = sideOf(configuration, accountOfPlace(configuration, place)) ?? "A";
    return [{ place, side, policy }];
  });
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
