/** The two that must agree: ours, and the independent judge. */
import { runSimulation } from "@cloud-copilot/iam-simulate";
import {
  type AuthorizationRequest,
  decide,
  isPolicyProblem,
  type Policy,
  type PolicyDocument,
  type PolicyType,
  type PrincipalLookup,
  parsePolicy,
  resolvePrincipals,
  restrictPublicBuckets,
} from "../../../../emulator/policy/index.ts";
import { accountA, principals, type Scene, type WrittenPolicy } from "./world.ts";

export type Outcome = "allowed" | "explicitly-denied" | "implicitly-denied";

function parsed(written: WrittenPolicy): PolicyDocument {
  const document = parsePolicy(JSON.stringify(written));
  if (isPolicyProblem(document)) throw new Error(`${document.text}: ${JSON.stringify(written)}`);
  return document;
}

/** Whoever a policy names is there. Those who ask have their own ids. */
const present: PrincipalLookup = (arn) => {
  const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(arn)?.[1];
  if (account !== undefined) return { kind: "account", id: account, arn: `arn:aws:iam::${account}:root` };
  const { role, user } = principals;
  if (arn === role.roleArn) return { kind: "role", id: role.roleId, arn };
  return {
    kind: arn.includes(":user/") ? "user" : "role",
    id: arn === user.arn ? user.userId : "AROAA0000000000000000",
    arn,
  };
};

/** As they were before. */
const earlier: PrincipalLookup = (arn) => {
  const known = present(arn);
  return known?.kind === "account" || known === undefined ? known : { ...known, id: gone };
};
const gone = "AROAA9999999999999999";

function asSaved(policy: Policy, { saved }: Scene): Policy {
  if (saved === undefined) return policy;
  const result = resolvePrincipals(policy.document, saved === "kept" ? present : earlier, "key");
  if (result.kind !== "valid") throw new Error(`${result.message} ${policy.document.source}`);
  return { ...policy, document: result.document };
}

/** The judge knows no unique ids. It is told of those who are gone by an id that nobody has, as AWS shows them. */
function asShown(policy: WrittenPolicy | undefined, { saved }: Scene): WrittenPolicy | undefined {
  if (policy === undefined || saved !== "recreated") return policy;
  const shown = (element: unknown) =>
    JSON.parse(JSON.stringify(element).replaceAll(/arn:aws:iam::\d{12}:(?:role|user)\/[^"]+/g, gone)) as unknown;
  const Statement = policy.Statement.map((each) => ({
    ...each,
    ...(each.Principal !== undefined && { Principal: shown(each.Principal) }),
    ...(each.NotPrincipal !== undefined && { NotPrincipal: shown(each.NotPrincipal) }),
  }));
  return { ...policy, Statement };
}

export function toRequest(scene: Scene): AuthorizationRequest {
  const named =
    (type: PolicyType, accountId: string) =>
    (written: WrittenPolicy): Policy => ({
      type,
      name: type,
      accountId,
      attachedTo: type,
      document: parsed(written),
    });
  const { action, resource, resourceAccount, boundary, session } = scene;
  const resourceType = action === "sts:AssumeRole" ? "trust" : action.startsWith("kms:") ? "key" : "resource";
  const levels = (type: PolicyType, written: Scene["serviceControl"]) =>
    written.length === 0 ? undefined : written.map((level) => level.map(named(type, accountA)));
  const onResource = scene.resourcePolicy
    ? [asSaved(named(resourceType, resourceAccount)(scene.resourcePolicy), scene)]
    : [];
  const restrictions = scene.restrictPublicBuckets
    ? onResource.flatMap((policy) => restrictPublicBuckets(policy) ?? [])
    : [];
  return {
    principal: scene.principal,
    action,
    resource: { arn: resource, accountId: resourceAccount },
    context: new Map(
      Object.entries(scene.context).map(([key, value]) => [
        key.toLowerCase(),
        typeof value === "string" ? [value] : value,
      ]),
    ),
    principalSide: {
      identityPolicies: scene.identity.map(named("identity", accountA)),
      permissionsBoundary: boundary && named("permissions-boundary", accountA)(boundary),
      sessionPolicies: session && [named("session", accountA)(session)],
      serviceControlPolicies: levels("service-control", scene.serviceControl),
    },
    resourceSide: {
      policies: [...onResource, ...restrictions],
      resourceControlPolicies: levels("resource-control", scene.resourceControl),
      rule: resourceType === "resource" ? "union" : "resource-must-allow",
    },
  };
}

export function ours(scene: Scene): Outcome {
  return decide(toRequest(scene)).kind;
}

const outcomes = {
  Allowed: "allowed",
  ExplicitlyDenied: "explicitly-denied",
  ImplicitlyDenied: "implicitly-denied",
} as const;

/**
 * The judge knows no root user. It is told of one as of a principal that may do everything, which is how the IAM guide
 * (reference_policies_evaluation-logic) has it: all is implicitly denied "with the exception of the root user".
 */
const fullAccess: WrittenPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

/** Throws when the judge refuses the question: a scene that it cannot judge proves nothing. */
export async function judged(scene: Scene): Promise<Outcome> {
  const { principal } = scene;
  const named = (policy: WrittenPolicy, at: number) => ({ name: `policy-${at}`, policy });
  const levels = (written: Scene["serviceControl"]) =>
    written.map((level, at) => ({ orgIdentifier: `ou-${at}`, policies: level.map(named) }));
  const answer = await runSimulation(
    {
      request: {
        principal:
          principal.kind === "anonymous"
            ? { type: "Anonymous" }
            : principal.kind === "service"
              ? principal.service
              : principal.kind === "federated"
                ? principal.provider
                : principal.arn,
        action: scene.action,
        resource: { resource: scene.resource, accountId: scene.resourceAccount },
        contextVariables: scene.context as Record<string, string | string[]>,
      },
      identityPolicies: (principal.kind === "root" ? [fullAccess] : scene.identity).map(named),
      permissionBoundaryPolicies: scene.boundary && [named(scene.boundary, 0)],
      sessionPolicy: scene.session,
      serviceControlPolicies: levels(scene.serviceControl),
      resourceControlPolicies: levels(scene.resourceControl),
      resourcePolicy: asShown(scene.resourcePolicy, scene),
      additionalSettings: { s3: { blockPublicAccess: scene.restrictPublicBuckets } },
    },
    {},
  );
  if (answer.resultType === "error") throw new Error(`not judged: ${JSON.stringify(answer.errors)}`);
  return outcomes[answer.overallResult];
}

/**
 * The kind of a denial counts too, except where S3 Block Public Access takes part: the judge looks at it last, S3 shows it
 * as an explicit deny of the resource policy (S3 guide, troubleshoot-403-errors).
 */
export function agree({ restrictPublicBuckets }: Scene, one: Outcome, other: Outcome): boolean {
  return restrictPublicBuckets ? (one === "allowed") === (other === "allowed") : one === other;
}
