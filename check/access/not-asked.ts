import type { Configuration, NotChecked } from "../configuration.ts";
import { documentOf } from "../effective/policies-in-force.ts";
import { policyTexts } from "../policy-texts.ts";
import { principalArns } from "../principals-named.ts";
import { deliveryRoleArns } from "../relevant.ts";
import { roleArn } from "../roles.ts";
import { mostContexts } from "./contexts.ts";
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
  const ids = new Set(configuration.roles.map(({ roleId }) => roleId));
  const gone = named.filter((principal) => /^A(?:ROA|IDA)[A-Z0-9]+$/.test(principal) && !ids.has(principal));
  const strangers = policyTexts(configuration).flatMap(({ name, text }) =>
    outsidersIn(text).map((each) => `what ${name} lets ${each} do: who that is does not follow from the input`),
  );
  return [
    ...new Set([
      "what the own policies of principals say that the input does not describe: administrators may do everything; who is named may do what another account gives, and at home what the policies here give",
      "what somebody may do as another role that lets them in, beside the role that delivers",
      `of conditions that many statements combine, more than ${mostContexts} combinations for a request`,
      "settings of an account as a whole, such as `s3:PutAccountPublicAccessBlock`",
      "access points, Access Grants, VPC endpoint policies, and presigned requests of those who may",
      ...strange.map((arn) => `whom role \`${arn}\` trusts: the input does not describe it`),
      ...undescribed.map((key) => `key \`${key}\`: the input does not describe it, and it is taken to serve everybody`),
      ...strangers,
      ...gone.map((id) => `principal \`${id}\`: whose unique id it is does not follow from the input`),
      ...notChecked.map(({ what, because }) => `${what}: ${because}`),
    ]),
  ];
}

const outsiders = [
  { arn: /^arn:[\w-]+:iam::cloudfront:user\//, what: "origin access identity" },
  { arn: /^arn:[\w-]+:sts::\d{12}:federated-user\//, what: "federated user" },
] as const;

/** Principals that are no role, user or session of an account: canonical user ids, origin access identities, federated users. */
function outsidersIn(text: string): readonly string[] {
  const entries = (documentOf(text)?.statements ?? []).flatMap(({ principal, notPrincipal }) =>
    [principal, notPrincipal].flatMap((element) => (element?.kind === "listed" ? element.entries : [])),
  );
  return entries.flatMap((entry) => {
    if (entry.kind === "canonical-user") return [`canonical user \`${entry.id}\``];
    if (entry.kind !== "arn") return [];
    const found = outsiders.find(({ arn }) => arn.test(entry.arn));
    return found === undefined ? [] : [`${found.what} \`${entry.arn}\``];
  });
}
