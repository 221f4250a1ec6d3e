/** What the embedded AWS answers whoever can be made in it, by calls that are carried out. */
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { DeleteObjectCommand, GetObjectCommand, PutBucketPolicyCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import type { Ability } from "../../../check/access/abilities.ts";
import type { Configuration } from "../../../check/configuration.ts";
import { createDeliveryStream, putRecord } from "../../../check/replay/delivery.ts";
import { type AnyCommand, CallRefused, keyHands, operationOf } from "../../../check/replay/hands.ts";
import { observeObjects } from "../../../check/replay/observe.ts";
import { playOf } from "../../../check/replay/play/play.ts";
import { deliveredKeys } from "../../../check/replay/result.ts";
import { untilActiveMs } from "../../../check/replay/set-up.ts";
import { openStage, type Stage } from "../../../check/replay/stage.ts";
import { roleArn } from "../../../check/roles.ts";
import { wholeWorldOf } from "../../../check/unknown/judge.ts";
import { asPlayed } from "../../../check/unknown/world.ts";

export interface Answered {
  readonly who: string;
  readonly ability: Ability;
  readonly isAllowed: boolean;
}

const strange = "999999999999";

/** Undefined where nothing is delivered: there is no object to reach. */
export async function answeredOnStage(given: Configuration): Promise<readonly Answered[] | undefined> {
  const { configuration, record, refusal } = await playOf(asPlayed(wholeWorldOf(given)));
  await using stage = await openStage(configuration, { by: "direct", strangers: [strange] });
  const { aws, handsOf } = stage;
  let arn = "";
  try {
    ({ arn } = await createDeliveryStream(stage, configuration, refusal));
    await aws.clock.advance(untilActiveMs);
    await putRecord(stage, configuration, record.data);
  } catch (error) {
    if (error instanceof CallRefused) return undefined;
    throw error;
  }
  const { accountA, accountB, bucket, deliveryStream, roles } = configuration;
  const intervalMs = (deliveryStream.destination.BufferingHints?.IntervalInSeconds ?? 300) * 1000;
  await aws.clock.advance(2 * intervalMs + untilActiveMs);
  const written = deliveredKeys(aws.deliveries.of(arn));
  const [object] = await observeObjects(handsOf(accountB.id, accountB.region), bucket.name, written);
  if (object === undefined) return undefined;
  const accounts = [
    [accountA.id, "account A"],
    [accountB.id, "account B"],
    [strange, "any other account"],
  ] as const;
  const people: (readonly [who: string, accessKeyId: string | undefined])[] = [["anybody", undefined]];
  const administrators = new Map<string, string>();
  for (const [id, name] of accounts) {
    const administrator = await userIn(stage, id, "administrator", everything);
    administrators.set(id, administrator);
    people.push([`an administrator of ${name}`, administrator]);
    if (id !== strange) {
      people.push([`somebody without permissions of ${name}`, await userIn(stage, id, "powerless", undefined)]);
    }
  }
  const Key = object.key;
  const Bucket = bucket.name;
  const answers: Answered[] = [];
  const ask = async ([who, accessKeyId]: (typeof people)[number]) => {
    const tried: readonly (readonly [Ability, AnyCommand<unknown>])[] = [
      ["read", new GetObjectCommand({ Bucket, Key })],
      [
        "write",
        new PutObjectCommand({ Bucket, Key: Key.replace(/[^/]*$/, accessKeyId ?? "nobody"), Body: new Uint8Array() }),
      ],
    ];
    for (const [ability, command] of tried) {
      answers.push({ who, ability, isAllowed: await isDone(stage, accessKeyId, command) });
    }
    const judged: readonly (readonly [Ability, AnyCommand<unknown>])[] = [
      ["delete", new DeleteObjectCommand({ Bucket, Key })],
      ["re-permission bucket", new PutBucketPolicyCommand({ Bucket, Policy: "{}" })],
    ];
    for (const [ability, command] of judged) {
      answers.push({ who, ability, isAllowed: isAllowed(stage, accessKeyId, command) });
    }
  };
  for (const person of people) await ask(person);
  for (const role of roles) {
    const session = await sessionOf(stage, role.accountId, administrators.get(role.accountId), roleArn(role));
    const side = role.accountId === accountB.id ? "B" : "A";
    if (session !== undefined) await ask([`role ${role.name} of account ${side}`, session]);
  }
  return answers;
}

async function isDone({ aws }: Stage, accessKeyId: string | undefined, command: AnyCommand<unknown>): Promise<boolean> {
  try {
    await keyHands(aws, "", accessKeyId).send("s3", command);
    return true;
  } catch (error) {
    if (error instanceof CallRefused) return false;
    throw error;
  }
}

function isAllowed({ aws }: Stage, accessKeyId: string | undefined, command: AnyCommand<unknown>): boolean {
  try {
    const records = aws.judge({ accessKeyId, service: "s3", operation: operationOf(command), input: command.input });
    return records.every(({ decision }) => decision.kind === "allowed");
  } catch (error) {
    if ((error as Error).name === "ServiceError") return false;
    throw error;
  }
}

const everything = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

async function userIn(
  { handsOf }: Stage,
  accountId: string,
  UserName: string,
  policy: string | undefined,
): Promise<string> {
  const hands = handsOf(accountId);
  await hands.send("iam", new CreateUserCommand({ UserName }));
  if (policy !== undefined) {
    await hands.send("iam", new PutUserPolicyCommand({ UserName, PolicyName: "all", PolicyDocument: policy }));
  }
  const { AccessKey } = await hands.send("iam", new CreateAccessKeyCommand({ UserName }));
  return AccessKey?.AccessKeyId ?? "";
}

/** The role's trust does not matter to what it may do: here it trusts its account. */
async function sessionOf(
  { aws, handsOf }: Stage,
  accountId: string,
  administrator: string | undefined,
  RoleArn: string,
): Promise<string | undefined> {
  const Statement = [{ Effect: "Allow", Principal: { AWS: accountId }, Action: "sts:AssumeRole" }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  try {
    const RoleName = RoleArn.replace(/.*\//, "");
    await handsOf(accountId).send("iam", new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    const taken = new AssumeRoleCommand({ RoleArn, RoleSessionName: "session" });
    const { Credentials } = await keyHands(aws, accountId, administrator).send("sts", taken);
    return Credentials?.AccessKeyId;
  } catch (error) {
    if (error instanceof CallRefused) return undefined;
    throw error;
  }
}
