import type { Configuration, PolicyText } from "../configuration.ts";
import type { PolicyPlace } from "./place.ts";
import { type Bearing, type Holder, type KindOfPlace, kindsOfPlace } from "./table.ts";

export type { PolicyPlace } from "./place.ts";
export type { Bearing, Holder } from "./table.ts";

/** The order in which an input is told of: account A before account B, what is organized last. */
const kinds = Object.values(kindsOfPlace) as readonly KindOfPlace<PolicyPlace>[];

function kindOf({ kind }: PolicyPlace): KindOfPlace<PolicyPlace> {
  return kindsOfPlace[kind] as KindOfPlace<PolicyPlace>;
}

/** Every place of a configuration that has a policy. */
export function policyPlaces(configuration: Configuration): readonly PolicyPlace[] {
  return policiesKept(configuration).map(({ place }) => place);
}

/** Every policy of a configuration, and where it has its place. */
export function policiesKept(
  configuration: Configuration,
): readonly { readonly place: PolicyPlace; readonly policy: PolicyText }[] {
  return kinds.flatMap((kind) =>
    kind.all(configuration).flatMap(({ place, policy }) => (policy === undefined ? [] : [{ place, policy }])),
  );
}

export function findPolicy(configuration: Configuration, place: PolicyPlace): PolicyText | undefined {
  return kindOf(place).find(configuration, place);
}

/** With another policy in the place; without any where `change` answers undefined. */
export function replacePolicy(
  configuration: Configuration,
  place: PolicyPlace,
  change: (policy: PolicyText | undefined) => PolicyText | undefined,
): Configuration {
  return kindOf(place).put(configuration, place, change(findPolicy(configuration, place)));
}

/** What the policy of a place belongs to; undefined where the input does not describe it. */
export function holderOf(configuration: Configuration, place: PolicyPlace): Holder | undefined {
  return kindOf(place).holder(configuration, place);
}

export function bearingsOf(configuration: Configuration, place: PolicyPlace): readonly Bearing[] {
  return kindOf(place).bearings(configuration, place);
}

/** The account whose administrator can change the policy. */
export function accountOfPlace(configuration: Configuration, place: PolicyPlace): string {
  return kindOf(place).accountId(configuration, place);
}

/** What a place is called in messages. */
export function placeText(place: PolicyPlace, configuration: Pick<Configuration, "bucket" | "backupBucket">): string {
  return kindOf(place).text(configuration, place);
}

/** Places, with a policy or without, whose policies bear upon what a decision names. */
export function placesBearing(
  configuration: Configuration,
  { policyType, attachedTo }: Bearing,
): readonly PolicyPlace[] {
  return kinds.flatMap((kind) =>
    kind
      .all(configuration)
      .map(({ place }) => place)
      .filter((place) =>
        kind
          .bearings(configuration, place)
          .some((bearing) => bearing.policyType === policyType && bearing.attachedTo === attachedTo),
      ),
  );
}
