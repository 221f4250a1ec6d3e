import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  type IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { iamArn } from "../arns.ts";
import { type ClientAccess, clientsFor } from "../clients.ts";
import { allowing, onlyArns, trusting } from "../policy-document.ts";
import { notYet, poll } from "../poll.ts";
import { isAwsError } from "../scenario-error.ts";
import type { StaticCredentials, TargetTime } from "../target.ts";
import { TargetError } from "../target-error.ts";
import { throttlingPlugin } from "../targets/aws/throttling.ts";

/** Who acts in a sandbox account: a user who can do nothing but assume a role, which can do everything. */
export interface SandboxIdentities {
  readonly user: StaticCredentials;
  readonly roleArn: string;
  readonly externalId: string;
}

/** Makes them in an account as its root user, and resolves when the role can be assumed. */
export async function makeIdentities(
  root: ClientAccess,
  accountId: string,
  time: TargetTime,
): Promise<SandboxIdentities> {
  const plugins = [throttlingPlugin({ time, random: Math.random })];
  const access = { ...root, plugins };
  using clients = clientsFor(access);
  const { iam } = clients;
  const UserName = "harness";
  const RoleName = "sandbox";
  const externalId = `crosscheck-${accountId}`;
  const roleArn = iamArn(access.region, accountId, `role/${RoleName}`);
  const user = await makeUser(clients.iam, UserName, roleArn);
  const waiting = { wait: (ms: number) => time.wait(ms), sandbox: { time } };
  const soon = { withinSeconds: 120, everySeconds: 2 };
  const AssumeRolePolicyDocument = String(
    trusting({ arn: iamArn(access.region, accountId, `user/${UserName}`), externalId }),
  );
  await poll(waiting, {
    ...soon,
    awaited: "the user to be seen",
    look: () => orRefusal(() => iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))),
  });
  const PolicyDocument = String(allowing(["*"], onlyArns("*")));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "everything", PolicyDocument }));
  using ofUser = clientsFor({ ...access, credentials: user });
  const assume = { RoleArn: roleArn, RoleSessionName: "first", ExternalId: externalId };
  await poll(waiting, {
    ...soon,
    awaited: "the role and its policy to be seen",
    look: () =>
      orRefusal(async () => {
        const { Credentials: session } = await ofUser.sts.send(new AssumeRoleCommand(assume));
        const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = session ?? {};
        const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
        using ofRole = clientsFor({ ...access, credentials });
        return ofRole.s3.send(new ListBucketsCommand({}));
      }),
  });
  return { user, roleArn, externalId };
}

async function makeUser(iam: IAMClient, UserName: string, roleArn: string): Promise<StaticCredentials> {
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = String(allowing(["sts:AssumeRole"], onlyArns(roleArn)));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "assume", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  if (AccessKey?.AccessKeyId === undefined || AccessKey.SecretAccessKey === undefined) {
    throw new TargetError("the rehearsal's AWS gives no user with a key");
  }
  return { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
}

/** AWS refuses for a while what it has not seen yet. */
async function orRefusal<Answer>(call: () => Promise<Answer>) {
  try {
    return await call();
  } catch (error) {
    if (isAwsError(error)) return notYet(`${error.name}: ${error.message}`);
    throw error;
  }
}
