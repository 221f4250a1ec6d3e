import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import type { EmbeddedAws } from "../../emulator/index.ts";
import { isOneAccount } from "../accounts.ts";
import type { Configuration } from "../configuration.ts";
import { CallRefused, keyHands } from "../replay/hands.ts";
import type { Stage } from "../replay/stage.ts";
import { roleArn } from "../roles.ts";
import { type Answer, judgement } from "./answer.ts";

/** Somebody who may try to reach what was delivered. */
export interface Actor {
  /** For the reader: `role delivery`, `an administrator`, `anybody`. */
  readonly name: string;
  /** `own`: of the one account that is both A and B. */
  readonly side: "A" | "B" | "own" | "third" | "public";
  /** Whether the delivery itself needs them to have access; everybody else's is worth a look. */
  readonly isPartOfFlow: boolean;
  readonly accessKeyId: string | undefined;
  /** Whether they may take the role that delivers for themselves, by what it trusts. */
  readonly mayActAsRole: Answer;
}

/** An account that has nothing to do with either. */
export const thirdAccount = "999999999999";

/**
 * In each of A, B (or the one that is both) and a third account: an administrator, whom the own account allows everything, and in A and B somebody
 * without permissions, each role that is described, and anybody without credentials.
 */
export async function actorsOn(stage: Stage, configuration: Configuration): Promise<readonly Actor[]> {
  const { aws } = stage;
  const { accountA, accountB, roles, deliveryStream } = configuration;
  const RoleArn = deliveryStream.destination.RoleARN ?? "";
  const named = (name: string, side: Actor["side"], accessKeyId: string | undefined, isPartOfFlow = false): Actor => ({
    ...{ name, side, isPartOfFlow, accessKeyId },
    mayActAsRole: judgement(aws, accessKeyId, "sts", new AssumeRoleCommand({ RoleArn, RoleSessionName: "crosscheck" })),
  });
  const actors: Actor[] = [];
  const administrators = new Map<string, string | undefined>();
  const isOne = isOneAccount(configuration);
  const own = isOne
    ? ([["own", accountA.id]] as const)
    : ([
        ["A", accountA.id],
        ["B", accountB.id],
      ] as const);
  for (const [side, accountId] of [...own, ["third", thirdAccount] as const]) {
    const administrator = await userIn(stage, accountId, "crosscheck-administrator", everything);
    administrators.set(accountId, administrator);
    actors.push(named("an administrator", side, administrator, side === "B" || side === "own"));
    if (side === "third") continue;
    actors.push(named("somebody without permissions", side, await userIn(stage, accountId, "crosscheck-powerless")));
  }
  actors.push(named("anybody", "public", undefined));
  // Last, for whose session it takes is let in by the role from here on.
  for (const role of roles) {
    const arn = roleArn(role);
    const administrator = administrators.get(role.accountId);
    const session = administrator && (await sessionOf(aws, stage, role.accountId, administrator, arn));
    if (session === undefined) continue;
    const side = isOne ? "own" : role.accountId === accountB.id ? "B" : "A";
    actors.push(named(`role ${role.name}`, side, session, arn === RoleArn));
  }
  return actors;
}

const everything = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

/** Answers the user's access key. */
async function userIn(
  { handsOf }: Stage,
  accountId: string,
  UserName: string,
  policy?: string,
): Promise<string | undefined> {
  const hands = handsOf(accountId);
  await hands.send("iam", new CreateUserCommand({ UserName }));
  if (policy !== undefined) {
    await hands.send("iam", new PutUserPolicyCommand({ UserName, PolicyName: "all", PolicyDocument: policy }));
  }
  const { AccessKey } = await hands.send("iam", new CreateAccessKeyCommand({ UserName }));
  return AccessKey?.AccessKeyId;
}

/** Whoever the role trusts: here it trusts the administrator of its account. Undefined where the role is not there. */
async function sessionOf(
  aws: EmbeddedAws,
  { handsOf }: Stage,
  accountId: string,
  administrator: string | undefined,
  arn: string,
): Promise<string | undefined> {
  const Principal = { AWS: accountId };
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] };
  try {
    await handsOf(accountId).send(
      "iam",
      new UpdateAssumeRolePolicyCommand({
        RoleName: arn.replace(/.*\//, ""),
        PolicyDocument: JSON.stringify(trust),
      }),
    );
    const { Credentials: session } = await keyHands(aws, accountId, administrator).send(
      "sts",
      new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: "crosscheck" }),
    );
    return session?.AccessKeyId;
  } catch (error) {
    if (error instanceof CallRefused) return undefined;
    throw error;
  }
}
