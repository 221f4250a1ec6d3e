import { join } from "node:path";
import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { DecisionRecord } from "../../emulator/model/decision-log.ts";
import type { TargetTime } from "../../harness/target.ts";
import type { AwsAccount } from "../../harness/targets/aws/account.ts";
import { type AwsTarget, awsTarget } from "../../harness/targets/aws/target.ts";
import { type Clients, type TwoAccounts, twoAccounts } from "./clients.ts";
import { resourcesOf, type StackResource } from "./cloudformation.ts";
import { makeIssuer } from "./issuer.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export const sandboxTemplate = join(import.meta.dirname, "../../infra/sandbox-roles.yaml");

export const sides = ["A", "B"] as const;
export type Side = (typeof sides)[number];

export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

export interface Document {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

/** Makes something else of a policy of the template, by its logical id. */
export type EditPolicy = (side: Side, logicalId: string, document: Document) => Document;

export interface SessionDecision extends DecisionRecord {
  readonly side: Side;
  readonly isHarness: boolean;
}

export interface SandboxAccounts extends AsyncDisposable {
  readonly aws: TwoAccounts;
  readonly target: AwsTarget;
  readonly time: TargetTime;
  /** As the harness role's session. */
  readonly access: Readonly<Record<Side, AwsAccount>>;
  readonly roleArns: Readonly<Record<Side, string>>;
  /** Policies by logical id. */
  readonly policies: Readonly<Record<Side, ReadonlyMap<string, Document>>>;
  /** Every decision so far about sessions: the harness role's, and those of the roles that it made. */
  readonly decisions: readonly SessionDecision[];
}

const issuer = makeIssuer();
export const repository = { GitHubOrganization: "octo-org", GitHubRepository: "octo-repo" };

/**
 * Two accounts of an embedded AWS with the template's stack in each, and the target `aws` that acts in them as the stack's
 * role, taken by a web identity, under the stack's boundary. Its clock is virtual.
 */
export async function sandboxAccounts(edit: EditPolicy = (_side, _id, document) => document): Promise<SandboxAccounts> {
  const aws = await twoAccounts({ issuers: [issuer] });
  const { emulator, accountA, accountB } = aws;
  const { clock } = emulator;
  const time = { now: () => clock.now(), wait: (ms: number) => clock.advance(ms) };
  const stackA = await createStack(aws, aws.a, "A", [accountA.id, accountB.id], edit);
  const stackB = await createStack(aws, aws.b, "B", [accountB.id, accountA.id], edit);
  const decisions: SessionDecision[] = [];
  emulator.decisions.subscribe((record) => {
    const { principal } = record.request;
    if (principal.kind !== "assumed-role") return;
    const side = principal.accountId === accountA.id ? "A" : "B";
    decisions.push({ ...record, side, isHarness: principal.roleName === "crosscheck-harness" });
  });
  const access = { A: accessTo(aws, stackA), B: accessTo(aws, stackB) };
  const folder = temporaryFolder();
  const target = awsTarget({
    accountA: access.A,
    accountB: access.B,
    ...{ prefix: "crosscheck", permissionsBoundary: "crosscheck-boundary", expiresAfterHours: 1 },
    ...{ journalFolder: folder.path, parallel: 1, timeoutMs: 3_600_000, time, random: Math.random },
    endpoint: emulator.url,
  });
  return {
    ...{ aws, target, time, access, decisions },
    roleArns: { A: stackA.roleArn, B: stackB.roleArn },
    policies: { A: stackA.policies, B: stackB.policies },
    async [Symbol.asyncDispose]() {
      await target[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
      await aws[Symbol.asyncDispose]();
    },
  };
}

interface Stack {
  readonly accountId: string;
  readonly roleArn: string;
  readonly policies: ReadonlyMap<string, Document>;
}

/** Makes the template's provider, policies and role by IAM's own calls; the budget has nothing to do with permissions. */
async function createStack(
  { emulator: { region } }: TwoAccounts,
  { iam }: Clients,
  side: Side,
  [accountId, OtherAccountId]: readonly [string, string],
  edit: EditPolicy,
): Promise<Stack> {
  const parameters = { ...repository, Side: side, OtherAccountId, BudgetEmail: "team@example.com" };
  const resources = resourcesOf(sandboxTemplate, { accountId, region, parameters });
  const policies = new Map<string, Document>();
  const arns = new Map<string, string>();
  for (const [id, { properties }] of ofType(resources, "AWS::IAM::ManagedPolicy")) {
    const document = edit(side, id, properties.PolicyDocument as Document);
    policies.set(id, document);
    const PolicyName = (properties.ManagedPolicyName as string | undefined) ?? `stack-${id}`;
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName, PolicyDocument: JSON.stringify(document) }),
    );
    arns.set(id, Policy?.Arn ?? "");
  }
  for (const [, { properties }] of ofType(resources, "AWS::IAM::OIDCProvider")) {
    const { Url, ClientIdList } = properties as { readonly Url: string; readonly ClientIdList: string[] };
    await iam.send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ClientIdList }));
  }
  const [, { properties }] = theRole(resources);
  const RoleName = String(properties.RoleName);
  const AssumeRolePolicyDocument = JSON.stringify(properties.AssumeRolePolicyDocument);
  const MaxSessionDuration = Number(properties.MaxSessionDuration);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, MaxSessionDuration }));
  for (const { Ref } of properties.ManagedPolicyArns as readonly { readonly Ref: string }[]) {
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: arns.get(Ref) }));
  }
  return { accountId, roleArn: Role?.Arn ?? "", policies };
}

function theRole(resources: ReadonlyMap<string, StackResource>) {
  const [role] = ofType(resources, "AWS::IAM::Role");
  if (role === undefined) throw new Error("the template makes no role");
  return role;
}

function ofType(resources: ReadonlyMap<string, StackResource>, type: string) {
  return [...resources].filter(([, resource]) => resource.type === type);
}

/** A session ends by the clock of the accounts, which a scenario moves on: each is taken anew in time. */
function accessTo(aws: TwoAccounts, { accountId, roleArn }: Stack): AwsAccount {
  const { url: endpoint, region, clock } = aws.emulator;
  let held: ReturnType<typeof takeRole> | undefined;
  let untilMs = 0;
  const credentials = async () => {
    if (held === undefined || clock.now() > untilMs) {
      untilMs = clock.now() + 3_000_000;
      held = takeRole(aws, roleArn);
    }
    // Ended already by the SDK's reckoning, so that it asks here each time.
    return { ...(await held), expiration: new Date(0) };
  };
  return { id: accountId, region, credentials, endpoint, maxAttempts: 1, signsAt: () => clock.now() };
}

/** As a job of the workflow does, with these claims in place of its own. */
export async function takeRole(
  { emulator }: TwoAccounts,
  RoleArn: string,
  claims: Readonly<Record<string, unknown>> = {},
) {
  const { url: endpoint, region, clock } = emulator;
  const credentials = async () => Promise.reject(new Error("there are none"));
  const sts = new STSClient({ endpoint, region, maxAttempts: 1, credentials });
  const WebIdentityToken = issuer.token(clock.now(), claims);
  try {
    const command = new AssumeRoleWithWebIdentityCommand({ RoleArn, WebIdentityToken, RoleSessionName: "crosscheck" });
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken } = (await sts.send(command)).Credentials ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  } finally {
    sts.destroy();
  }
}
