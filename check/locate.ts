import type { Ground } from "../emulator/index.ts";
import type { Configuration } from "./configuration.ts";
import { findPolicy, holderOf, placesBearing } from "./places/places.ts";
import { roleArn } from "./roles.ts";
import type { SourceLocation } from "./source.ts";

/** Where a side that did not allow is to be changed: the statement, else the policy, else what lacks one. */
export function locationOf(configuration: Configuration, ground: Ground): SourceLocation | undefined {
  const places = placesBearing(configuration, ground);
  const policies = places.flatMap((place) => findPolicy(configuration, place) ?? []);
  const policy = policies.find(({ name }) => name === ground.statement?.policyName) ?? policies[0];
  if (policy !== undefined) return (ground.statement && policy.statements?.[ground.statement.index]) ?? policy.source;
  const [place] = places;
  const holder = place === undefined ? undefined : holderOf(configuration, place);
  return (holder ?? configuration.roles.find((role) => roleArn(role) === ground.attachedTo))?.source;
}
