/**
 * Where the two evaluators answer differently, and why ours stands: one entry a cause, as narrow as the cause, with
 * what AWS documents. Each has an example, which must go on showing the difference, or the entry has to go.
 */
import { principals, type Scene, type WrittenPolicy, type WrittenStatement } from "./world.ts";

export interface Exclusion {
  readonly name: string;
  /** Why our answer is AWS's, with the source. */
  readonly because: string;
  /** Whether the scene has in it what the two read differently. */
  readonly concerns: (scene: Scene) => boolean;
  readonly example: Scene;
}

interface WrittenCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly version: WrittenPolicy["Version"];
}

export function policiesOf(scene: Scene): readonly WrittenPolicy[] {
  const single = [scene.boundary, scene.session, scene.resourcePolicy].filter((policy) => policy !== undefined);
  return [...scene.identity, ...single, ...scene.serviceControl.flat(), ...scene.resourceControl.flat()];
}

export function statementsOf(scene: Scene): readonly WrittenStatement[] {
  return policiesOf(scene).flatMap(({ Statement }) => Statement);
}

/** The strings of an element that is one or a list of them. */
function listed(element: unknown): readonly string[] {
  return element === undefined ? [] : [element as string | readonly string[]].flat();
}

/** Whether a variable of the text has neither value nor default. */
function hasNoValue(text: string, scene: Scene): boolean {
  return [...text.matchAll(/\$\{(aws:[^,}]+)\}/g)].some(([, key = ""]) => isAbsent(key, scene));
}

function conditionsOf(scene: Scene): readonly WrittenCondition[] {
  return policiesOf(scene).flatMap(({ Statement, Version }) =>
    Statement.flatMap(({ Condition = {} }) =>
      Object.entries(Condition as Record<string, Record<string, string | readonly string[]>>).flatMap(
        ([operator, block]) =>
          Object.entries(block).map(([key, value]) => ({ operator, key, values: [value].flat(), version: Version })),
      ),
    ),
  );
}

function someCondition(test: (condition: WrittenCondition, scene: Scene) => boolean): (scene: Scene) => boolean {
  return (scene) => conditionsOf(scene).some((condition) => test(condition, scene));
}

/** A list without values is none. */
function isAbsent(key: string, { context }: Scene): boolean {
  return !Object.entries(context).some(
    ([present, value]) =>
      present.toLowerCase() === key.toLowerCase() && (typeof value === "string" || value.length > 0),
  );
}

/** Whether the requester's account is listed, but not the requester, as it is now, at each level below it. */
function listsAccountOnly(element: unknown, { principal, saved }: Scene): boolean {
  if (element === undefined || !("accountId" in principal)) return false;
  const listed = [(element as { readonly AWS: string | readonly string[] }).AWS].flat();
  const levels = principal.kind === "assumed-role" ? [principal.roleArn, principal.arn] : [principal.arn];
  const isNew = (level: string) => saved === "recreated" && /:(?:role|user)\//.test(level);
  return (
    listed.includes(`arn:aws:iam::${principal.accountId}:root`) &&
    !levels.every((level) => listed.includes(level) && !isNew(level))
  );
}

function namesDirectly(element: unknown, arn: string): boolean {
  if (element === "*") return true;
  const listed = [(element as { readonly AWS?: string | readonly string[] } | undefined)?.AWS ?? []].flat();
  return listed.includes("*") || listed.includes(arn);
}

/** A role whose one identity policy carries the condition. */
function exampleWith(
  Condition: WrittenStatement,
  context: Scene["context"],
  Version: WrittenPolicy["Version"] = "2012-10-17",
): Scene {
  return {
    ...bare,
    context,
    identity: [{ Version, Statement: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "*", Condition }] }],
  };
}

const bare: Scene = {
  principal: principals.role,
  action: "s3:PutObject",
  resource: "arn:aws:s3:::b-landing/2026/orders:1",
  resourceAccount: "111111111111",
  context: {},
  identity: [],
  serviceControl: [],
  resourceControl: [],
};

export const exclusions: readonly Exclusion[] = [
  {
    name: "variables in documents of version 2008-10-17, or without one",
    because:
      'the judge fills them in; "variables such as ${aws:username} are treated as literal strings" unless Version is 2012-10-17 (IAM guide, reference_policies_elements_version)',
    concerns: (scene) =>
      policiesOf(scene).some(
        ({ Version, Statement }) => Version !== "2012-10-17" && JSON.stringify(Statement).includes("${"),
      ),
    example: exampleWith(
      { StringEquals: { "aws:UserAgent": "${aws:PrincipalTag/team}" } },
      { "aws:UserAgent": "data", "aws:PrincipalTag/team": "data" },
      "2008-10-17",
    ),
  },
  {
    name: "negated operators and variables without a value",
    because:
      'the judge fails the condition; inverted operators such as StringNotLike match, for nothing is equal to or like the null value (IAM guide, reference_policies_variables, "Policy variables with no value")',
    concerns: someCondition(
      ({ operator, values }, scene) => operator.includes("Not") && values.some((value) => hasNoValue(value, scene)),
    ),
    example: exampleWith(
      { StringNotLike: { "aws:UserAgent": "${aws:PrincipalTag/none}" } },
      { "aws:UserAgent": "data" },
    ),
  },
  {
    name: "${*} outside StringLike",
    because:
      'the judge keeps it as text; ${*} stands for the character * wherever variables are allowed (IAM guide, reference_policies_variables, "Predefined policy variables")',
    concerns: someCondition(
      ({ operator, values }) => /Equals/.test(operator) && values.some((value) => value.includes("${*}")),
    ),
    example: exampleWith({ StringEquals: { "aws:UserAgent": "da${*}" } }, { "aws:UserAgent": "da*" }),
  },
  {
    name: "ForAnyValue with IfExists on an absent key",
    because:
      'the judge fails the condition; IfExists may be added "to the end of any condition operator name except the Null condition" and then an absent key makes it true (IAM guide, reference_policies_elements_condition_operators, "...IfExists")',
    concerns: someCondition(
      ({ operator, key }, scene) => /^ForAnyValue:.*IfExists$/.test(operator) && isAbsent(key, scene),
    ),
    example: exampleWith({ "ForAnyValue:StringEqualsIfExists": { "aws:PrincipalOrgPaths": "data" } }, {}),
  },
  {
    name: "a list without values",
    because:
      'the judge takes the key for present; it is read as absent here, as ForAllValues reads "key values [that] resolve to a null data set" (IAM guide, reference_policies_condition-single-vs-multi-valued-context-keys). What Null and IfExists make of one is not documented',
    concerns: someCondition(
      ({ operator, key }, scene) =>
        isAbsent(key, scene) && key in scene.context && (operator === "Null" || !operator.startsWith("For")),
    ),
    example: exampleWith({ Null: { "aws:CalledVia": "true" } }, { "aws:CalledVia": [] }),
  },
  {
    name: "dates as epoch seconds",
    because:
      'the judge reads the number otherwise; date operators take "one of the W3C implementations of the ISO 8601 date formats or epoch (UNIX) time", which counts seconds (IAM guide, reference_policies_elements_condition_operators, "Date condition operators")',
    concerns: someCondition(
      ({ operator, values }) => operator.startsWith("Date") && values.some((value) => /^\d+$/.test(value)),
    ),
    example: exampleWith(
      { DateEquals: { "aws:CurrentTime": "1795510800" } },
      { "aws:CurrentTime": "2026-11-24T09:00:00Z" },
    ),
  },
  {
    name: "0.0.0.0/0 and IPv6 addresses without a prefix",
    because:
      'the judge finds no address in 0.0.0.0/0, nor an address equal to itself in IPv6; values are CIDR blocks of IPv4 and IPv6, and a bare address is a block of one (IAM guide, reference_policies_elements_condition_operators, "IP address condition operators")',
    concerns: someCondition(
      ({ operator, values }) =>
        /IpAddress/.test(operator) && values.some((value) => value.endsWith("/0") || !value.includes("/")),
    ),
    example: exampleWith({ IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }, { "aws:SourceIp": "192.0.2.7" }),
  },
  {
    name: "NotPrincipal that lists the account only",
    because:
      "the judge spares everyone in the account; AWS checks the account, then the user or role, then the session, each of which must be listed (IAM guide, reference_policies_elements_notprincipal)",
    concerns: (scene) =>
      (scene.resourcePolicy?.Statement ?? []).some(({ NotPrincipal }) => listsAccountOnly(NotPrincipal, scene)),
    example: {
      ...bare,
      resourcePolicy: {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Deny", NotPrincipal: { AWS: "arn:aws:iam::111111111111:root" }, Action: "s3:*", Resource: "*" },
        ],
      },
    },
  },
  {
    name: "session policies and resource policies that name the session or everyone",
    because:
      "the judge lets a silent session policy deny; a resource policy that names the session adds its permissions to what session and identity policies both give (IAM guide, access_policies#policies_session)",
    concerns: ({ session, resourcePolicy, principal, resourceAccount }) =>
      session !== undefined &&
      "accountId" in principal &&
      principal.accountId === resourceAccount &&
      (resourcePolicy?.Statement ?? []).some(
        ({ Effect, Principal }) => Effect === "Allow" && namesDirectly(Principal, principal.arn),
      ),
    example: {
      ...bare,
      session: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "kinesis:*", Resource: "*" }] },
      resourcePolicy: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: principals.role.arn }, Action: "s3:*", Resource: "*" }],
      },
    },
  },
  {
    name: "RestrictPublicBuckets and a wildcard in aws:PrincipalArn",
    because:
      'the judge takes a fixed account in the pattern for enough; a policy is public unless values are fixed, "a value that doesn\'t contain a wildcard" (S3 guide, access-control-block-public-access, "The meaning of \'public\'"); aws:PrincipalArn is not on its list at all',
    concerns: (scene) =>
      scene.restrictPublicBuckets === true &&
      someCondition(
        ({ key, values }) => /^aws:principalarn$/i.test(key) && values.some((value) => value.includes("*")),
      )(scene),
    example: {
      ...exampleWith({}, { "aws:PrincipalArn": principals.role.roleArn, "aws:PrincipalAccount": "111111111111" }),
      resourceAccount: "222222222222",
      restrictPublicBuckets: true,
      resourcePolicy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: "*",
            Action: "s3:*",
            Resource: "arn:aws:s3:::b-landing/*",
            Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/*" } },
          },
        ],
      },
    },
  },
  {
    name: "variables without a value in NotResource",
    because:
      'the judge drops the statement; "the resource that includes a policy variable with no value will not match any resource", so NotResource leaves none out by it (IAM guide, reference_policies_variables, "Policy variables with no value")',
    concerns: (scene) =>
      statementsOf(scene).some(({ NotResource }) => listed(NotResource).some((pattern) => hasNoValue(pattern, scene))),
    example: {
      ...bare,
      identity: [
        {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::b-landing/${aws:PrincipalTag/none}*" },
          ],
        },
      ],
    },
  },
  {
    name: "a * at the end of an ARN segment that stands for several segments",
    because:
      'the judge compares segment by segment; a * that is "the last character of a resource ARN segment" can "expand to match beyond the colon boundaries" (IAM guide, reference_policies_elements_resource)',
    concerns: (scene) =>
      statementsOf(scene).some(({ Resource, NotResource }) =>
        [...listed(Resource), ...listed(NotResource)].some(
          (pattern) => pattern.split(":").length < 6 && /.\*(:|$)/.test(pattern),
        ),
      ),
    example: {
      ...bare,
      identity: [
        {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:*:b-landing/*" }],
        },
      ],
    },
  },
];

/** The entries that explain why the two differ about a scene. */
export function explaining(scene: Scene): readonly Exclusion[] {
  return exclusions.filter(({ concerns }) => concerns(scene));
}
