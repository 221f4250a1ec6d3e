/** Generates requests and all the policies around them. One small world, so that generated things meet each other. */
import fc from "fast-check";
import type { Principal } from "../../../../emulator/policy/index.ts";

export const accountA = "111111111111";
export const accountB = "222222222222";

/** A statement as written in a document. */
export type WrittenStatement = Readonly<Record<string, unknown>>;

export interface WrittenPolicy {
  /** Without one, a document is of 2008-10-17. */
  readonly Version?: "2012-10-17" | "2008-10-17";
  readonly Statement: readonly WrittenStatement[];
}

/** A request with everything that decides about it, as both evaluators can be told. */
export interface Scene {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly identity: readonly WrittenPolicy[];
  readonly boundary?: WrittenPolicy;
  readonly session?: WrittenPolicy;
  readonly serviceControl: readonly (readonly WrittenPolicy[])[];
  readonly resourceControl: readonly (readonly WrittenPolicy[])[];
  readonly resourcePolicy?: WrittenPolicy;
  /**
   * What became of the roles and users that the resource policy names since it was saved. AWS holds them by their unique ids, so
   * that one who was made anew is somebody else. Undefined: the policy is not saved, and names them by ARN.
   */
  readonly saved?: "kept" | "recreated";
  /** S3 Block Public Access: whether a public bucket policy shuts out other accounts. */
  readonly restrictPublicBuckets?: boolean;
}

const roleArn = `arn:aws:iam::${accountA}:role/delivery`;
const sessionArn = `arn:aws:sts::${accountA}:assumed-role/delivery/session`;
const userArn = `arn:aws:iam::${accountA}:user/alice`;

export const principals = {
  role: {
    kind: "assumed-role",
    accountId: accountA,
    arn: sessionArn,
    roleArn,
    roleName: "delivery",
    roleId: "AROAA1111111111111111",
    sessionName: "session",
  },
  user: { kind: "user", accountId: accountA, arn: userArn, userId: "AIDAA1111111111111111", userName: "alice" },
  root: { kind: "root", accountId: accountA, arn: `arn:aws:iam::${accountA}:root` },
  service: { kind: "service", service: "firehose.amazonaws.com" },
  anonymous: { kind: "anonymous" },
} as const satisfies Readonly<Record<string, Principal>>;

interface Target {
  readonly action: string;
  readonly arn: (accountId: string) => string;
}

const objectTarget = (action: string): Target => ({ action, arn: () => "arn:aws:s3:::b-landing/2026/orders:1" });
const keyTarget = (action: string): Target => ({
  action,
  arn: (accountId) => `arn:aws:kms:us-east-1:${accountId}:key/0f0f0f0f-0000-4000-8000-000000000000`,
});

const targets: readonly Target[] = [
  objectTarget("s3:PutObject"),
  objectTarget("s3:GetObject"),
  objectTarget("s3:PutObjectAcl"),
  { action: "s3:ListBucket", arn: () => "arn:aws:s3:::b-landing" },
  { action: "kinesis:PutRecord", arn: (accountId) => `arn:aws:kinesis:us-east-1:${accountId}:stream/orders` },
  keyTarget("kms:GenerateDataKey"),
  keyTarget("kms:Decrypt"),
  { action: "sts:AssumeRole", arn: (accountId) => `arn:aws:iam::${accountId}:role/target` },
];

const oneOf = fc.constantFrom;

/** Mostly patterns that fit, some that nearly do. */
function actionPattern(action: string): fc.Arbitrary<string> {
  const [service = "", name = ""] = action.split(":");
  return fc.oneof(
    {
      weight: 6,
      arbitrary: oneOf(action, `${service}:*`, `${service}:${name.slice(0, 3)}*`, action.toUpperCase(), "*"),
    },
    { weight: 2, arbitrary: oneOf(`${service}:*${name.slice(-4)}`, `${service}:${name.slice(0, -1)}?`) },
    { weight: 2, arbitrary: oneOf(`${service}:${name}x`, `${service}:${name}?`, "logs:*", `${service}:Describe*`) },
  );
}

function resourcePattern(arn: string, action: string): fc.Arbitrary<string> {
  const near = action.startsWith("s3:")
    ? oneOf(
        "arn:aws:s3:::b-landing",
        "arn:aws:s3:::b-landing/*",
        "arn:aws:s3:::b-*",
        "arn:aws:s3:::b-landing/*/orders:?",
        "arn:aws:s3:::b-landing/${aws:PrincipalTag/year}/*",
        "arn:aws:s3:::b-landing/${aws:PrincipalTag/none, '2026'}/*",
        "arn:aws:s3:::b-landing/${aws:PrincipalTag/none}*",
      )
    : oneOf(
        arn.replace(/[^/]+$/, "*"),
        arn.replace("us-east-1", "*"),
        arn.replace(/\d{12}/, "*"),
        arn.replace(/.$/, "?"),
        // A run at the end of a segment may reach over colons.
        `${arn.split(":").slice(0, 3).join(":")}:*`,
        arn.replace(/us-east-1:\d{12}|:\d{12}/, "*"),
      );
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant(arn) },
    { weight: 3, arbitrary: fc.constant("*") },
    { weight: 4, arbitrary: near },
    { weight: 1, arbitrary: oneOf("arn:aws:s3:::a-landing/*", arn.toUpperCase().replace(/^ARN:AWS/, "arn:aws")) },
  );
}

function listOrOne<T>(item: fc.Arbitrary<T>): fc.Arbitrary<T | readonly T[]> {
  return fc.oneof(
    { weight: 3, arbitrary: item },
    { weight: 2, arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }) },
  );
}

/** Name `one` mostly, else `not`, for the pairs Action/NotAction, Resource/NotResource. */
function either(one: string, not: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<WrittenStatement> {
  return fc.oneof(
    { weight: 6, arbitrary: value.map((written) => ({ [one]: written })) },
    { weight: 1, arbitrary: value.map((written) => ({ [not]: written })) },
  );
}

const awsPrincipal = oneOf(
  ...["*", accountA, `arn:aws:iam::${accountA}:root`, accountB, roleArn, sessionArn, userArn],
  ...[`${sessionArn}2`, `arn:aws:iam::${accountA}:role/other`, `arn:aws:iam::${accountB}:user/alice`],
  // Of somebody who is gone for good.
  "AROAA9999999999999999",
);

const principalElement: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 2, arbitrary: fc.constant("*") },
  { weight: 6, arbitrary: listOrOne(awsPrincipal).map((AWS) => ({ AWS })) },
  {
    weight: 1,
    arbitrary: listOrOne(oneOf("firehose.amazonaws.com", "s3.amazonaws.com")).map((Service) => ({ Service })),
  },
  { weight: 1, arbitrary: awsPrincipal.map((AWS) => ({ AWS, Service: "firehose.amazonaws.com" })) },
);

/** A Deny's NotPrincipal; an Allow with one is refused where it is put. */
const notPrincipalElement = oneOf(
  { AWS: [`arn:aws:iam::${accountA}:root`, roleArn, sessionArn] },
  { AWS: [`arn:aws:iam::${accountA}:root`, userArn] },
  { AWS: [`arn:aws:iam::${accountB}:root`] },
);

const text = oneOf("data", "Data", "da", "data/x", "ops");
const wildText = oneOf(
  "data",
  "d*",
  "*",
  "da?a",
  "D*",
  "${aws:PrincipalTag/team}",
  "${aws:PrincipalTag/none, 'data'}",
  "${aws:PrincipalTag/none}",
  "da${*}",
);
const arn = oneOf(
  roleArn,
  userArn,
  `arn:aws:iam::${accountA}:role/*`,
  "arn:aws:iam::*:role/delivery",
  "arn:aws:iam::*:*",
  `arn:aws:iam::${accountB}:role/delivery`,
);
const services = ["s3.amazonaws.com", "kinesis.amazonaws.com"] as const;
const address = oneOf(
  "192.0.2.7",
  "192.0.2.0/24",
  "192.0.2.6/31",
  "0.0.0.0/0",
  "10.0.0.0/8",
  "2001:db8::/32",
  "2001:db8::7",
);
const instant = oneOf(
  "2026-11-24T09:00:00Z",
  "2026-11-24T10:00:00+01:00",
  "2026-11-23",
  "2026-11-25T00:00:00Z",
  ...["1795510800", "1795510800"],
);
const number = oneOf("0", "10", "10.0", "9.5", "1000");

interface KeyOfKind {
  readonly key: string;
  readonly operators: readonly string[];
  readonly policyValue: fc.Arbitrary<string>;
}

const equalities = (family: string) => [`${family}Equals`, `${family}NotEquals`];
const orders = (family: string) => [
  ...equalities(family),
  ...["LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map((order) => `${family}${order}`),
];
const strings = [
  ...equalities("String"),
  ...["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"],
];

const singleKeys: readonly KeyOfKind[] = [
  { key: "aws:PrincipalTag/team", operators: strings, policyValue: wildText },
  { key: "aws:UserAgent", operators: strings, policyValue: wildText },
  {
    key: "aws:PrincipalArn",
    operators: ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike", "StringLike"],
    policyValue: arn,
  },
  // Once more, since Block Public Access asks for it.
  {
    key: "aws:PrincipalArn",
    operators: ["ArnLike", "ArnEquals"],
    policyValue: oneOf(roleArn, `arn:aws:iam::${accountA}:role/*`),
  },
  { key: "aws:SourceIp", operators: ["IpAddress", "NotIpAddress"], policyValue: address },
  { key: "aws:CurrentTime", operators: orders("Date"), policyValue: instant },
  { key: "aws:MultiFactorAuthAge", operators: orders("Numeric"), policyValue: number },
  {
    key: "aws:PrincipalAccount",
    operators: ["StringEquals", "StringNotEquals", "StringLike"],
    policyValue: oneOf(accountA, accountB, "1*"),
  },
  { key: "aws:SecureTransport", operators: ["Bool"], policyValue: oneOf("true", "false") },
  // Of a forward access session.
  { key: "aws:ViaAWSService", operators: ["Bool"], policyValue: oneOf("true", "false") },
  { key: "aws:CalledViaFirst", operators: strings, policyValue: oneOf(...services, "kinesis.*") },
  { key: "aws:CalledViaLast", operators: strings, policyValue: oneOf(...services, "*") },
];

const listKeys: readonly KeyOfKind[] = [
  { key: "aws:PrincipalOrgPaths", operators: strings, policyValue: wildText },
  { key: "aws:CalledVia", operators: strings, policyValue: oneOf(...services, "*.amazonaws.com", "s3.*") },
];

const singleCondition = fc.constantFrom(...singleKeys).chain((of) =>
  fc.record({
    operator: fc.tuple(fc.constantFrom(...of.operators), oneOf("", "", "", "IfExists")).map((parts) => parts.join("")),
    key: oneOf(of.key, of.key, of.key.toLowerCase()),
    value: listOrOne(of.policyValue),
  }),
);

/** With a set operator mostly: without one, a key with a list of values never matches. */
const setCondition = fc.constantFrom(...listKeys).chain((of) =>
  fc.record({
    operator: fc
      .tuple(
        oneOf("ForAnyValue:", "ForAllValues:", "ForAnyValue:", "ForAllValues:", ""),
        fc.constantFrom(...of.operators),
        oneOf("", "", "IfExists"),
      )
      .map((parts) => parts.join("")),
    key: fc.constant(of.key),
    value: listOrOne(of.policyValue),
  }),
);

const nullCondition = fc.record({
  operator: fc.constant("Null"),
  key: oneOf("aws:PrincipalTag/team", "aws:SourceIp", "aws:ViaAWSService", ...listKeys.map(({ key }) => key)),
  value: oneOf("true", "false"),
});

const conditionElement: fc.Arbitrary<WrittenStatement> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: singleCondition },
      { weight: 2, arbitrary: setCondition },
      { weight: 1, arbitrary: nullCondition },
    ),
    {
      minLength: 1,
      maxLength: 2,
    },
  )
  .map((conditions) => {
    const block: Record<string, Record<string, unknown>> = {};
    for (const { operator, key, value } of conditions) block[operator] = { ...block[operator], [key]: value };
    return { Condition: block };
  });

interface StatementShape {
  readonly principal: boolean;
  readonly resource: boolean;
  /** Chance of a Deny, in tenths. */
  readonly denies: number;
}

function statement(target: Target, resourceArn: string, shape: StatementShape): fc.Arbitrary<WrittenStatement> {
  const none = fc.constant<WrittenStatement>({});
  const effect = fc.oneof(
    { weight: 10 - shape.denies, arbitrary: fc.constant("Allow") },
    { weight: shape.denies, arbitrary: fc.constant("Deny") },
  );
  return fc
    .tuple(
      effect,
      either("Action", "NotAction", listOrOne(actionPattern(target.action))),
      shape.resource ? either("Resource", "NotResource", listOrOne(resourcePattern(resourceArn, target.action))) : none,
      shape.principal
        ? fc.tuple(principalElement, notPrincipalElement, fc.integer({ min: 0, max: 4 }))
        : fc.constant(undefined),
      fc.oneof({ weight: 3, arbitrary: none }, { weight: 1, arbitrary: conditionElement }),
    )
    .map(([Effect, action, resource, principal, condition]) => {
      const named =
        principal === undefined
          ? {}
          : Effect === "Deny" && principal[2] === 0
            ? { NotPrincipal: principal[1] }
            : { Principal: principal[0] };
      return { Effect, ...named, ...action, ...resource, ...condition };
    });
}

function policy(target: Target, resourceArn: string, shape: StatementShape): fc.Arbitrary<WrittenPolicy> {
  const statements = fc.array(statement(target, resourceArn, shape), { minLength: 1, maxLength: 3 });
  const version = fc.oneof(
    { weight: 18, arbitrary: fc.constant({ Version: "2012-10-17" as const }) },
    { weight: 1, arbitrary: fc.constant({ Version: "2008-10-17" as const }) },
    { weight: 1, arbitrary: fc.constant({}) },
  );
  return fc.tuple(version, statements).map(([written, Statement]) => ({ ...written, Statement }));
}

const context: fc.Arbitrary<Scene["context"]> = fc.record(
  {
    "aws:PrincipalTag/team": text,
    "aws:UserAgent": oneOf("data", "Data", "da*", ""),
    "aws:PrincipalArn": oneOf(roleArn, userArn),
    "aws:SourceIp": oneOf("192.0.2.7", "10.1.2.3", "2001:db8::7"),
    "aws:CurrentTime": oneOf("2026-11-24T09:00:00Z", "2026-11-24T12:00:00Z"),
    "aws:MultiFactorAuthAge": oneOf("10", "11"),
    "aws:SecureTransport": oneOf("true", "false"),
    "aws:PrincipalOrgPaths": fc.array(text, { maxLength: 3 }),
    "aws:CalledVia": fc.array(oneOf(...services), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

/** What follows from the services that a request came through: in their order, the first and the last by itself. */
function forwarded(drawn: Scene["context"]): Scene["context"] {
  const through = drawn["aws:CalledVia"] ?? [];
  const [first, last] = [through[0], through.at(-1)];
  return {
    "aws:ViaAWSService": String(first !== undefined),
    ...(first !== undefined && last !== undefined && { "aws:CalledViaFirst": first, "aws:CalledViaLast": last }),
  };
}

const fullAccess: WrittenPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

function maybe<T>(weight: number, value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 10 - weight, arbitrary: fc.constant(undefined) }, { weight, arbitrary: value });
}

/** Levels of an organization, root first; mostly there is none. */
function levels(policies: fc.Arbitrary<readonly WrittenPolicy[]>): fc.Arbitrary<readonly (readonly WrittenPolicy[])[]> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(policies, { minLength: 1, maxLength: 2 }) },
  );
}

/** Full access must be attached at each level, or the level's own statements must allow. */
function serviceControl(own: fc.Arbitrary<WrittenPolicy>): fc.Arbitrary<readonly WrittenPolicy[]> {
  return fc.oneof(
    { weight: 1, arbitrary: own.map((policy) => [policy]) },
    { weight: 2, arbitrary: own.map((policy) => [fullAccess, policy]) },
  );
}

/** Resource control policies only deny, everyone, and name their actions (Organizations guide, RCP syntax). */
function resourceControl({ action }: Target, resourceArn: string): fc.Arbitrary<readonly WrittenPolicy[]> {
  const service = `${action.split(":")[0]}:*`;
  const deny = fc
    .tuple(
      listOrOne(oneOf(action, service, "s3:GetBucketAcl")),
      either("Resource", "NotResource", listOrOne(resourcePattern(resourceArn, action))),
      fc.oneof({ weight: 1, arbitrary: fc.constant({}) }, { weight: 2, arbitrary: conditionElement }),
    )
    .map(([Action, resource, condition]) => ({ Effect: "Deny", Principal: "*", Action, ...resource, ...condition }));
  return fc
    .array(deny, { minLength: 1, maxLength: 2 })
    .map((Statement) => [{ Version: "2012-10-17" as const, Statement }]);
}

/** Context that follows from the principal, so that it cannot be drawn. */
function facts(principal: Principal): Scene["context"] {
  const isService = String(principal.kind === "service");
  return "accountId" in principal
    ? { "aws:PrincipalAccount": principal.accountId, "aws:PrincipalIsAWSService": isService }
    : { "aws:PrincipalIsAWSService": isService };
}

export const scenes: fc.Arbitrary<Scene> = fc
  .tuple(
    fc.constantFrom<Principal[]>(principals.role, ...Object.values(principals)),
    fc.constantFrom(...targets),
    oneOf(accountA, accountB),
  )
  .chain(([principal, target, resourceAccount]) => {
    const resource = target.arn(resourceAccount);
    const own = (denies: number) => policy(target, resource, { principal: false, resource: true, denies });
    const hasOwnSide = principal.kind !== "service" && principal.kind !== "anonymous";
    const hasPolicies = hasOwnSide && principal.kind !== "root";
    const isTrust = target.action === "sts:AssumeRole";
    // Kinesis is not among the services that resource control policies reach.
    const isKinesis = target.action.startsWith("kinesis:");
    const nothing = fc.constant(undefined);
    const none = fc.constant<readonly never[]>([]);
    return fc.record({
      principal: fc.constant(principal),
      action: fc.constant(target.action),
      resource: fc.constant(resource),
      resourceAccount: fc.constant(resourceAccount),
      context: context.map((drawn) => ({ ...drawn, ...forwarded(drawn), ...facts(principal) })),
      identity: hasPolicies ? fc.array(own(1), { maxLength: 2 }) : none,
      boundary: hasPolicies ? maybe(2, own(1)) : nothing,
      session: principal.kind === "assumed-role" ? maybe(2, own(1)) : nothing,
      serviceControl: hasOwnSide ? levels(serviceControl(own(1))) : none,
      resourceControl: isKinesis ? none : levels(resourceControl(target, resource)),
      restrictPublicBuckets: target.action.startsWith("s3:") ? fc.boolean() : nothing,
      saved: oneOf(undefined, "kept" as const, "recreated" as const),
      resourcePolicy: maybe(
        isTrust ? 10 : 8,
        policy(target, resource, { principal: true, resource: !isTrust, denies: 2 }),
      ),
    });
  });
