import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { Configuration, ManagedPolicyConfiguration, RoleConfiguration } from "../configuration.ts";
import { isForeignArn, partitionIn } from "../partitions.ts";
import { principalArns } from "../principals-named.ts";
import type { Attempt } from "./attempt.ts";
import { CallRefused, type Hands } from "./hands.ts";

/** The roles without what they may do first: trust policies and others name them. */
export async function createPrincipals(
  configuration: Configuration,
  handsOf: (accountId: string) => Hands,
  /** How what belongs to a role or policy is tried. */
  attemptFor: (part: RoleConfiguration | ManagedPolicyConfiguration) => Attempt,
  attempt: Attempt,
): Promise<void> {
  const { roles, managedPolicies, assumed } = configuration;
  for (const { arn, source } of assumed) {
    const [, accountId = "", kind, path, name = ""] =
      /^arn:[\w-]+:iam::(\d{12}):(role|user)(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
    await attempt(source, () =>
      kind === "user"
        ? handsOf(accountId).send("iam", new CreateUserCommand({ UserName: name, Path: path }))
        : handsOf(accountId).send(
            "iam",
            new CreateRoleCommand({ RoleName: name, Path: path, AssumeRolePolicyDocument: trustingNobody(accountId) }),
          ),
    );
  }
  for (const policy of managedPolicies) {
    const { arn, document } = policy;
    const [, accountId = "", path, name = ""] = /^arn:[\w-]+:iam::(\d{12}):policy(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
    await attemptFor(policy)(document.source, () =>
      handsOf(accountId).send(
        "iam",
        new CreatePolicyCommand({ PolicyName: name, Path: path, PolicyDocument: document.text }),
      ),
    );
  }
  for (const role of roles) {
    await attemptFor(role)(role.trustPolicy.source, () => createRole(handsOf(role.accountId), role));
  }
  for (const role of roles.filter(namesRoles)) {
    await attemptFor(role)(role.trustPolicy.source, () => giveTrustPolicy(handsOf(role.accountId), role));
  }
  const described = new Set(managedPolicies.map(({ arn }) => arn));
  const partition = partitionIn(configuration);
  // AWS answers for its own, and for what can be nobody's.
  const isAsked = (arn: string) => described.has(arn) || policyOfAws.test(arn) || isForeignArn(arn, partition);
  for (const role of roles) await fillRole(handsOf(role.accountId), role, attemptFor(role), isAsked);
}

const policyOfAws = /^arn:[\w-]+:iam::aws:policy\//;

function createRole(hands: Hands, role: RoleConfiguration): Promise<unknown> {
  const { accountId, name, path, trustPolicy, tags = {} } = role;
  return hands.send(
    "iam",
    new CreateRoleCommand({
      RoleName: name,
      Path: path,
      AssumeRolePolicyDocument: namesRoles(role) ? trustingNobody(accountId) : trustPolicy.text,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
}

/** Whether a trust policy names roles: those that the input describes after it, or the role itself, are not there yet. */
function namesRoles({ trustPolicy }: RoleConfiguration): boolean {
  return principalArns(trustPolicy.text).some((value) => /^arn:[\w-]+:iam::\d{12}:role\/|^AROA/.test(value));
}

/**
 * Once all roles are there, as in an account that has grown. What AWS does not take of the document it does not take at the
 * role's creation either: by the same words, and that is the call which whoever wrote it makes.
 */
async function giveTrustPolicy(hands: Hands, { name, trustPolicy }: RoleConfiguration): Promise<void> {
  try {
    const PolicyDocument = trustPolicy.text;
    await hands.send("iam", new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument }));
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error;
    // Where the role itself was refused, that is told already.
    if (error.refusal.code === "NoSuchEntity") return;
    throw new CallRefused({ ...error.refusal, call: "iam:CreateRole" }, error);
  }
}

/** What is attached and nothing describes is left out: the configuration lists it as not checked. */
async function fillRole(
  hands: Hands,
  role: RoleConfiguration,
  attempt: Attempt,
  isAsked: (policyArn: string) => boolean,
): Promise<void> {
  const RoleName = role.name;
  for (const { name, text, source } of role.inlinePolicies) {
    await attempt(source, () =>
      hands.send("iam", new PutRolePolicyCommand({ RoleName, PolicyName: name, PolicyDocument: text })),
    );
  }
  for (const PolicyArn of role.attachedPolicyArns.filter(isAsked)) {
    await attempt(role.source, () => attachPolicy(hands, RoleName, PolicyArn));
  }
  const { permissionsBoundaryArn: PermissionsBoundary } = role;
  if (PermissionsBoundary === undefined || !isAsked(PermissionsBoundary)) return;
  await attempt(role.source, () =>
    hands.send("iam", new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })),
  );
}

/** Of the policies that AWS manages only some are known here; that another is not there is no answer of AWS's. */
async function attachPolicy(hands: Hands, RoleName: string, PolicyArn: string): Promise<void> {
  try {
    await hands.send("iam", new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  } catch (error) {
    const isUnknown = error instanceof CallRefused && error.refusal.code === "NoSuchEntity";
    if (!isUnknown || !policyOfAws.test(PolicyArn)) throw error;
    const message = `The policy ${PolicyArn}, which AWS manages, is not emulated.`;
    throw new CallRefused({ ...error.refusal, code: "NotImplemented", message }, error);
  }
}

/** The trust policy of a role that is only there to be named. */
export function trustingNobody(accountId: string): string {
  const Principal = { AWS: accountId };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Principal, Action: "sts:AssumeRole" }],
  });
}
