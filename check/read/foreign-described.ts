import { partitionOf } from "../../emulator/index.ts";
import { InputError } from "../input-error.ts";
import { inPartition, isForeignArn } from "../partitions.ts";
import type { Manifest } from "./folder-schema.ts";
import type { JsonDocument, JsonPath } from "./json-document.ts";

/**
 * Throws an `InputError` where a manifest describes something by an ARN of another partition than its accounts': what is
 * described is there.
 */
export function refuseForeignArns(
  { accountA, accountB, keys, managedPolicies, assumed }: Manifest,
  document: JsonDocument,
): void {
  const region = (accountA ?? accountB)?.region;
  if (region === undefined) return;
  const { name: partition } = partitionOf(region);
  const described: readonly (readonly [arn: string, ...at: JsonPath])[] = [
    ...keys.map(({ arn }, at) => [arn, "keys", at] as const),
    ...Object.keys(managedPolicies).map((arn) => [arn, "managedPolicies", arn] as const),
    ...assumed.map((arn, at) => [arn, "assumed", at] as const),
  ];
  for (const [arn, ...at] of described) {
    if (!isForeignArn(arn, partition)) continue;
    const problem = `\`${arn}\` is no ARN of ${region}, which is in partition ${partition}`;
    throw new InputError(document.locationOf(at), problem, `write \`${inPartition(arn, partition)}\``);
  }
}
