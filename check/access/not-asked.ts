import type { Configuration, NotChecked } from "../configuration.ts";
import { policyTexts } from "../policy-texts.ts";
import { principalArns } from "../principals-named.ts";
import { deliveryRoleArns } from "../relevant.ts";
import { roleArn } from "../roles.ts";
import type { Targets } from "./targets.ts";

/** What a matrix does not say, a clause each. */
export function notAskedIn(
  configuration: Configuration,
  targets: Targets,
  notChecked: readonly NotChecked[],
): readonly string[] {
  const undescribed = [...targets.object, ...targets["data stream"]]
    .flatMap(({ readKey, writeKey }) => [readKey, writeKey])
    .flatMap((key) => (key?.kind === "undescribed" ? [key.reference] : []));
  const known = new Set(configuration.roles.map(roleArn));
  const strange = deliveryRoleArns(configuration).filter((arn) => !known.has(arn));
  const named = policyTexts(configuration).flatMap(({ text }) => principalArns(text));
  const gone = named.filter((principal) => /^A(?:ROA|IDA)[A-Z0-9]+$/.test(principal));
  return [
    ...new Set([
      "what the own policies of principals say that the input does not describe: they are taken to allow everything",
      "access points, Access Grants, VPC endpoint policies, and presigned requests of those who may",
      ...strange.map((arn) => `whom role \`${arn}\` trusts: the input does not describe it`),
      ...undescribed.map((key) => `key \`${key}\`: the input does not describe it, and it is taken to serve everybody`),
      ...gone.map((id) => `principal \`${id}\`: whose unique id it is does not follow from the input`),
      ...notChecked.map(({ what, because }) => `${what}: ${because}`),
    ]),
  ];
}
