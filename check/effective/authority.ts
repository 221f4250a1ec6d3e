import { accountOfArn } from "../../emulator/model/arn.ts";
import {
  type AuthorizationRequest,
  type ConditionContext,
  type Decision,
  decide,
  type Policy,
  principalContext,
  restrictionName,
} from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import { roleArn } from "../roles.ts";
import type { Answer, Ask } from "./ask.ts";
import { boundOn, isOfBucketPolicy } from "./bounds.ts";
import { type Organized, organizationOf } from "./organized.ts";
import { everythingOf, policiesOf } from "./policies-in-force.ts";
import { bucketsOf, foreignObjectPolicies, isObjectOwners, keyPolicies } from "./resource-policies.ts";

/** Answers what the policies of a configuration say to a request. */
export type Authority = (ask: Ask) => Answer;

/** What comes of a request, and why. */
export type Judgement =
  | { readonly kind: "decided"; readonly request: AuthorizationRequest; readonly decision: Decision }
  /** No policy is asked. `because`: a clause. */
  | { readonly kind: "refused"; readonly because: string };

export function isAllowed(judgement: Judgement): boolean {
  return judgement.kind === "decided" && judgement.decision.kind === "allowed";
}

export function authorityOf(configuration: Configuration): Authority {
  const judge = judgeOf(configuration);
  return (ask) => {
    const judgement = judge(ask);
    if (isAllowed(judgement)) return "allowed";
    if (judgement.kind === "refused") return "not-allowed";
    const { decision } = judgement;
    // Block Public Access says no to what it finds public, and is no statement of anybody's.
    return decision.kind === "explicitly-denied" && decision.by.policyName !== restrictionName
      ? "denied"
      : "not-allowed";
  };
}

/**
 * All policies of a configuration together: both sides, boundaries, organization, Block Public Access, ACL and grants. Whoever
 * is not described may do in its own account whatever it likes: what another account's policies say is not known.
 */
export function judgeOf(configuration: Configuration): (ask: Ask) => Judgement {
  const askedIn = requestsOf(configuration);
  return (ask) => {
    const asked = askedIn(ask);
    return asked.kind === "refused" ? asked : { ...asked, decision: decide(asked.request) };
  };
}

/** A request with all the policies that decide it, or why none is asked. */
export type Asked = Omit<Extract<Judgement, { kind: "decided" }>, "decision"> | Extract<Judgement, { kind: "refused" }>;

export function requestsOf(configuration: Configuration): (ask: Ask) => Asked {
  const of = policiesOf(configuration);
  const roles = new Map(configuration.roles.map((role) => [roleArn(role), role]));
  const buckets = bucketsOf(configuration, of);
  const keys = new Map(configuration.keys.map((key) => [key.arn, { key, policies: keyPolicies(key, of) }]));
  const organized = organizationOf(configuration, of);

  const principalSide = (
    { person: { principal, is } }: Ask,
    ownerAccountId: string,
  ): AuthorizationRequest["principalSide"] => {
    if (!("accountId" in principal)) return { identityPolicies: [] };
    const serviceControlPolicies = organized.serviceControl(principal.accountId);
    const isAtHome = principal.accountId === ownerAccountId;
    if (is === "powerless" || (is === "named" && isAtHome)) return { identityPolicies: [], serviceControlPolicies };
    const role = principal.kind === "assumed-role" ? roles.get(principal.roleArn) : undefined;
    if (role === undefined) return { identityPolicies: [everythingOf(principal.accountId)], serviceControlPolicies };
    const [permissionsBoundary] = of("permissions-boundary", roleArn(role));
    return {
      identityPolicies: of("identity", roleArn(role)),
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      serviceControlPolicies,
    };
  };

  const resourceSide = ({ resource: arn, action, owner, person }: Ask): Resource => {
    const bucket = buckets.find((each) => arn === each.arn || arn.startsWith(`${each.arn}/`));
    if (bucket !== undefined) {
      // The owner's root user cannot shut itself out of the policy. Source: S3 API Reference, PutBucketPolicy.
      if (isOwnRoot(person.principal, bucket.accountId) && isOfBucketPolicy(action)) {
        return { accountId: bucket.accountId, policies: [], rule: "union" };
      }
      const isForeign = owner !== undefined && owner !== bucket.accountId && isObjectOwners(action);
      return isForeign
        ? { accountId: owner, policies: foreignObjectPolicies(bucket, arn, owner), rule: "union" }
        : { accountId: bucket.accountId, policies: bucket.policies, rule: "union" };
    }
    const key = keys.get(arn);
    const accountId = accountOfArn(arn) || configuration.accountA.id;
    if (key !== undefined) return { accountId, policies: key.policies, rule: "resource-must-allow" };
    if (action.startsWith("sts:")) return { accountId, policies: of("trust", arn), rule: "resource-must-allow" };
    return { accountId, policies: of("resource", arn), rule: "union" };
  };

  return (ask) => {
    const { accountId, policies, rule } = resourceSide(ask);
    const because = boundOn(ask.person.principal, ask.action, accountId);
    if (because !== undefined) return { kind: "refused", because };
    const request: AuthorizationRequest = {
      principal: ask.person.principal,
      action: ask.action,
      resource: { arn: ask.resource, accountId },
      context: contextOf(ask, accountId, configuration, organized),
      principalSide: principalSide(ask, accountId),
      resourceSide: { policies, rule, resourceControlPolicies: organized.resourceControl(accountId) },
    };
    return { kind: "decided", request };
  };
}

interface Resource {
  readonly accountId: string;
  readonly policies: readonly Policy[];
  readonly rule: AuthorizationRequest["resourceSide"]["rule"];
}

function isOwnRoot(principal: Ask["person"]["principal"], accountId: string): boolean {
  return principal.kind === "root" && principal.accountId === accountId;
}

/** Of a role that is asked for. Source: IAM User Guide, "Controlling access to AWS resources using tags". */
function tagsOf(arn: string, roles: Configuration["roles"]): readonly (readonly [string, readonly string[]])[] {
  const tags = roles.find((role) => roleArn(role) === arn)?.tags ?? {};
  return Object.entries(tags).flatMap(([key, value]) =>
    ["aws", "iam"].map((owner) => [`${owner}:resourcetag/${key}`.toLowerCase(), [value]] as const),
  );
}

/** The keys of every request, then what comes with who asks, then the request's own. */
function contextOf(
  ask: Ask,
  resourceAccountId: string,
  configuration: Configuration,
  organized: Organized,
): ConditionContext {
  const { person, context, action } = ask;
  const { accountB } = configuration;
  const { principal } = person;
  return new Map([
    ["aws:securetransport", ["true"]],
    ["aws:viaawsservice", ["false"]],
    ["aws:requestedregion", [accountB.region]],
    ["aws:resourceaccount", [resourceAccountId]],
    ...(action.startsWith("s3:") ? [["s3:resourceaccount", [resourceAccountId]] as const] : []),
    ...principalContext(principal),
    ...("accountId" in principal && action.startsWith("kms:")
      ? [["kms:calleraccount", [principal.accountId]] as const]
      : []),
    ...("accountId" in principal ? organized.keysOf("principal", principal.accountId) : []),
    ...organized.keysOf("resource", resourceAccountId),
    ...tagsOf(ask.resource, configuration.roles),
    ...person.context,
    ...context,
  ]);
}
