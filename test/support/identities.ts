import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, type AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import type { Clients, Keys } from "./clients.ts";

/** Parts of a statement; the rest is filled in. */
export type StatementParts = Readonly<Record<string, unknown>>;

/** A policy document's text: `Effect: Allow` where a statement does not say otherwise. */
export function policyOf(...statements: readonly StatementParts[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });
}

/** A trust policy that lets one principal assume the role: `{ AWS: … }`, `{ Service: … }`, or `"*"`. */
export function trusting(principal: string | Readonly<Record<string, unknown>>, more: StatementParts = {}): string {
  return policyOf({ Principal: principal, Action: "sts:AssumeRole", ...more });
}

/** Makes a user with one inline policy and a key of its own. */
export async function makeUser(
  { iam }: Pick<Clients, "iam">,
  name: string,
  ...statements: readonly StatementParts[]
): Promise<{ readonly arn: string; readonly keys: Keys }> {
  const { User } = await iam.send(new CreateUserCommand({ UserName: name }));
  if (statements.length > 0) {
    const PolicyDocument = policyOf(...statements);
    await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: "own", PolicyDocument }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return {
    arn: User?.Arn ?? "",
    keys: { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" },
  };
}

/** Makes a role with one inline policy; answers its ARN. */
export async function makeRole(
  { iam }: Pick<Clients, "iam">,
  name: string,
  trust: string,
  ...statements: readonly StatementParts[]
): Promise<string> {
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
  if (statements.length > 0) {
    const PolicyDocument = policyOf(...statements);
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "own", PolicyDocument }));
  }
  return Role?.Arn ?? "";
}

/** Assumes a role; answers the session's keys. */
export async function assume(
  { sts }: Pick<Clients, "sts">,
  roleArn: string,
  more: Partial<AssumeRoleCommandInput> = {},
): Promise<Keys> {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "session", ...more }),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}
