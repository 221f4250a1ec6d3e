import {
  type AuthorizationRequest,
  type ConditionContext,
  decide,
  isPolicyProblem,
  type Policy,
  type PolicyDocument,
  type PolicyType,
  parsePolicy,
  principalContext,
  restrictionName,
  restrictPublicBuckets,
} from "../../emulator/policy/index.ts";
import type { BucketConfiguration, Configuration, KeyConfiguration } from "../configuration.ts";
import { accountOfPlace, bearingsOf, policiesKept } from "../places/places.ts";
import { roleArn } from "../roles.ts";
import type { Answer, Ask } from "./ask.ts";

/** Answers what the policies of a configuration say to a request. */
export type Authority = (ask: Ask) => Answer;

/**
 * All policies of a configuration together: both sides, boundaries, organization, Block Public Access, ACL and grants. Whoever
 * is not described may do in its own account whatever it likes: what another account's policies say is not known.
 */
export function authorityOf(configuration: Configuration): Authority {
  const bearing = policiesByBearing(configuration);
  const of = (policyType: PolicyType, attachedTo: string) => bearing.get(`${policyType} ${attachedTo}`) ?? [];
  const roles = new Map(configuration.roles.map((role) => [roleArn(role), role]));
  const buckets = bucketsOf(configuration, of);
  const keys = new Map(configuration.keys.map((key) => [key.arn, { key, policies: keyPolicies(key, of) }]));
  const organized = organizationOf(configuration, of);

  const principalSide = ({ person: { principal } }: Ask): AuthorizationRequest["principalSide"] => {
    if (!("accountId" in principal)) return { identityPolicies: [] };
    const serviceControlPolicies = organized.serviceControl(principal.accountId);
    const role = principal.kind === "assumed-role" ? roles.get(principal.roleArn) : undefined;
    if (role === undefined) return { identityPolicies: [everythingOf(principal.accountId)], serviceControlPolicies };
    const [permissionsBoundary] = of("permissions-boundary", roleArn(role));
    return {
      identityPolicies: of("identity", roleArn(role)),
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      serviceControlPolicies,
    };
  };

  const resourceSide = (arn: string): Resource => {
    const bucket = buckets.find((each) => arn === each.arn || arn.startsWith(`${each.arn}/`));
    if (bucket !== undefined) return { accountId: bucket.accountId, policies: bucket.policies, rule: "union" };
    const key = keys.get(arn);
    const accountId = arn.split(":")[4] || configuration.accountA.id;
    if (key !== undefined) return { accountId, policies: key.policies, rule: "resource-must-allow" };
    if (roles.has(arn)) return { accountId, policies: of("trust", arn), rule: "resource-must-allow" };
    return { accountId, policies: of("resource", arn), rule: "union" };
  };

  return (ask) => {
    const { accountId, policies, rule } = resourceSide(ask.resource);
    const decision = decide({
      principal: ask.person.principal,
      action: ask.action,
      resource: { arn: ask.resource, accountId },
      context: contextOf(ask, accountId, configuration, organized),
      principalSide: principalSide(ask),
      resourceSide: { policies, rule, resourceControlPolicies: organized.resourceControl(accountId) },
    });
    if (decision.kind === "allowed") return "allowed";
    // Block Public Access says no to what it finds public, and is no statement of anybody's.
    return decision.kind === "explicitly-denied" && decision.by.policyName !== restrictionName
      ? "denied"
      : "not-allowed";
  };
}

interface Resource {
  readonly accountId: string;
  readonly policies: readonly Policy[];
  readonly rule: AuthorizationRequest["resourceSide"]["rule"];
}

type PoliciesOf = (policyType: PolicyType, attachedTo: string) => readonly Policy[];

/** A text that is no document is in force nowhere. */
export function documentOf(text: string): PolicyDocument | undefined {
  let known = documents.get(text);
  if (known === undefined) {
    const parsed = parsePolicy(text);
    known = isPolicyProblem(parsed) ? null : parsed;
    if (documents.size >= mostDocuments) documents.clear();
    documents.set(text, known);
  }
  return known ?? undefined;
}

/** What is compiled from a document is kept with it, so that the same text is read once. */
const documents = new Map<string, PolicyDocument | null>();
const mostDocuments = 1_000;

function policiesByBearing(configuration: Configuration): ReadonlyMap<string, readonly Policy[]> {
  const all = policiesKept(configuration).flatMap(({ place, policy: { name, text } }) => {
    const document = documentOf(text);
    if (document === undefined) return [];
    const accountId = accountOfPlace(configuration, place);
    return bearingsOf(configuration, place).map(
      ({ policyType, attachedTo }): Policy => ({ type: policyType, name, accountId, attachedTo, document }),
    );
  });
  return Map.groupBy(all, ({ type, attachedTo }) => `${type} ${attachedTo}`);
}

function statementPolicy(
  type: PolicyType,
  name: string,
  { accountId, attachedTo }: Pick<Policy, "accountId" | "attachedTo">,
  statements: readonly object[],
): Policy {
  const document = documentOf(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  if (document === undefined) throw new TypeError(`the ${name} is no policy document`);
  return { type, name, accountId, attachedTo, document };
}

function everythingOf(accountId: string): Policy {
  return statementPolicy("identity", "everything", { accountId, attachedTo: "" }, [everything]);
}

const everything = { Effect: "Allow", Action: "*", Resource: "*" };

interface KnownBucket {
  readonly arn: string;
  readonly accountId: string;
  readonly policies: readonly Policy[];
}

function bucketsOf({ bucket, backupBucket, accountB }: Configuration, of: PoliciesOf): readonly KnownBucket[] {
  const known = (
    { name, publicAccessBlock, objectOwnership = "BucketOwnerEnforced", acl }: BucketConfiguration,
    accountId: string,
  ): KnownBucket => {
    const arn = `arn:aws:s3:::${name}`;
    const blocks = [
      publicAccessBlock ?? allBlocked,
      accountId === accountB.id ? accountB.publicAccessBlock : undefined,
    ];
    const isRestricted = blocks.some((block) => block?.RestrictPublicBuckets === true);
    const policies = of("resource", arn);
    const restrictions = isRestricted ? policies.flatMap((policy) => restrictPublicBuckets(policy) ?? []) : [];
    const granted = aclStatements(
      acl ?? "private",
      blocks.some((block) => block?.IgnorePublicAcls === true),
    );
    const lists =
      objectOwnership === "BucketOwnerEnforced" || granted.length === 0
        ? []
        : [statementPolicy("acl", "bucket ACL", { accountId, attachedTo: arn }, granted)];
    return { arn, accountId, policies: [...policies, ...restrictions, ...lists] };
  };
  return [
    known(bucket, accountB.id),
    ...(backupBucket === undefined ? [] : [known(backupBucket, backupBucket.accountId)]),
  ];
}

const allBlocked = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** What a canned ACL grants to others than the bucket's owner. Source: S3 User Guide, "Access control list (ACL) overview". */
function aclStatements(acl: string, arePublicOnesIgnored: boolean): readonly object[] {
  const reading = ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"];
  const allow = (Principal: unknown, Action: readonly string[], Condition?: object) => ({
    Effect: "Allow",
    Principal,
    Action,
    Resource: "*",
    ...(Condition !== undefined && { Condition }),
  });
  if (acl === "log-delivery-write") return [allow({ Service: "logging.s3.amazonaws.com" }, ["s3:PutObject"])];
  if (arePublicOnesIgnored) return [];
  switch (acl) {
    case "public-read":
      return [allow("*", reading)];
    case "public-read-write":
      return [allow("*", [...reading, "s3:PutObject", "s3:PutObjectAcl"])];
    case "authenticated-read":
      return [allow("*", reading, { StringNotEquals: { "aws:PrincipalType": "Anonymous" } })];
    default:
      return [];
  }
}

/** KMS's default policy lets the account's own policies decide. Source: KMS Developer Guide, "Default key policy". */
function keyPolicies({ arn, policy, grants }: KeyConfiguration, of: PoliciesOf): readonly Policy[] {
  const accountId = arn.split(":")[4] ?? "";
  const place = { accountId, attachedTo: arn };
  const whole = { Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: "kms:*", Resource: "*" };
  const own =
    policy === undefined ? [statementPolicy("key", "default", place, [{ Effect: "Allow", ...whole }])] : of("key", arn);
  const given = grants.map(({ GranteePrincipal, Operations = [] }) =>
    statementPolicy("grant", "grant", place, [
      {
        Effect: "Allow",
        Principal: { AWS: GranteePrincipal },
        Action: Operations.map((operation) => `kms:${operation}`),
        Resource: "*",
      },
    ]),
  );
  return [...own, ...given];
}

interface Organized {
  readonly serviceControl: (accountId: string) => readonly (readonly Policy[])[] | undefined;
  readonly resourceControl: (accountId: string) => readonly (readonly Policy[])[] | undefined;
  readonly keysOf: (side: "principal" | "resource", accountId: string) => ConditionContext;
}

function organizationOf({ organization }: Configuration, of: PoliciesOf): Organized {
  const members = new Map((organization?.members ?? []).map((member) => [member.accountId, member]));
  const full = (type: PolicyType, accountId: string) =>
    statementPolicy(type, "FullAWSAccess", { accountId, attachedTo: accountId }, [
      type === "service-control" ? everything : { ...everything, Principal: "*" },
    ]);
  return {
    serviceControl: (accountId) => {
      const member = members.get(accountId);
      if (member === undefined) return undefined;
      const own = of("service-control", accountId);
      return [member.isFullAccessDetached === true ? own : [full("service-control", accountId), ...own]];
    },
    resourceControl: (accountId) =>
      members.has(accountId)
        ? [[full("resource-control", accountId), ...of("resource-control", accountId)]]
        : undefined,
    keysOf: (side, accountId) => {
      const member = members.get(accountId);
      if (organization === undefined || member === undefined) return new Map();
      return new Map([
        [`aws:${side}orgid`, [organization.id]],
        ...(member.path === undefined ? [] : [[`aws:${side}orgpaths`, [member.path]] as const]),
      ]);
    },
  };
}

/** The keys of every request, then what comes with who asks, then the request's own. */
function contextOf(
  { person, context }: Ask,
  resourceAccountId: string,
  { accountB }: Configuration,
  organized: Organized,
): ConditionContext {
  const { principal } = person;
  return new Map([
    ["aws:securetransport", ["true"]],
    ["aws:viaawsservice", ["false"]],
    ["aws:requestedregion", [accountB.region]],
    ["aws:resourceaccount", [resourceAccountId]],
    ...principalContext(principal),
    ...("accountId" in principal ? organized.keysOf("principal", principal.accountId) : []),
    ...organized.keysOf("resource", resourceAccountId),
    ...person.context,
    ...context,
  ]);
}
