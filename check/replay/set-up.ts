import { CreateLogGroupCommand, CreateLogStreamCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateStreamCommand, PutResourcePolicyCommand, StartStreamEncryptionCommand } from "@aws-sdk/client-kinesis";
import {
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DisableKeyCommand,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { accountOfArn, arnParts } from "../../emulator/model/arn.ts";
import type { Configuration, DataStreamConfiguration, KeyConfiguration } from "../configuration.ts";
import { principalsAllowed } from "../principals-allowed.ts";
import { isKeyMeant, relevantPart } from "../relevant.ts";
import type { Attempt } from "./attempt.ts";
import type { Hands, RefusedCall } from "./hands.ts";
import { CallRefused } from "./hands.ts";
import { createBucket } from "./set-up-bucket.ts";
import { createPrincipals } from "./set-up-principals.ts";

export interface SetUp {
  readonly configuration: Configuration;
  /** The administrator of an account that the configuration names, in its own region unless another is given. */
  readonly handsOf: (accountId: string, region?: string) => Hands;
  /** Lets time pass. */
  readonly wait: (ms: number) => Promise<void>;
}

export interface SetUpDone {
  /** What AWS refuses; what it refuses of `closeStream`, too, once that is done. */
  readonly refused: readonly RefusedCall[];
  /** Gives the data stream's key its policy. Before, whoever puts the record may use it: who that is, no input says. */
  closeStream(): Promise<void>;
}

/**
 * Brings both accounts into the state that is described, in the order that AWS demands. What AWS refuses is answered and
 * left out; the rest goes on, so that everything that is wrong shows at once.
 */
export async function setUp({ configuration, handsOf, wait }: SetUp): Promise<SetUpDone> {
  const refused: RefusedCall[] = [];
  const attempt: Attempt = async (source, work) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error;
      refused.push({ ...error.refusal, source });
    }
  };
  const attemptBeside: Attempt = async (_source, work) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error;
    }
  };
  const { accountA, accountB, backupBucket } = configuration;
  // What a bystander is refused says nothing of the delivery.
  const { roles, managedPolicies, keys } = relevantPart(configuration);
  const ofDelivery = new Set<object>([...roles, ...managedPolicies, ...keys]);
  const attemptFor = (part: object) => (ofDelivery.has(part) ? attempt : attemptBeside);
  await createPrincipals(configuration, handsOf, attemptFor, attempt);
  await createKeys(configuration, handsOf, attemptFor);
  const ofStream = keys.filter((key) => isKeyMeant(key, configuration.dataStream?.kmsKeyArn ?? ""));
  const givePolicies = async (some: readonly KeyConfiguration[]) => {
    for (const key of some) await giveKeyPolicy(handsOf, key, attemptFor(key));
  };
  await givePolicies(configuration.keys.filter((key) => !ofStream.includes(key)));
  await createLogStreams(configuration, handsOf(accountA.id), attempt);
  await createBucket(configuration, handsOf(accountB.id, accountB.region), handsOf(accountA.id), attempt);
  if (backupBucket !== undefined) {
    const { accountId: id, region } = backupBucket;
    const { roles } = configuration;
    const toMake = { bucket: backupBucket, accountB: { id, region }, roles };
    await createBucket(toMake, handsOf(id, region), handsOf(accountA.id), attempt);
  }
  await createDataStream(configuration, handsOf, attempt, wait);
  return { refused, closeStream: () => givePolicies(ofStream) };
}

/** In the order of the configuration: that of the ids which the emulator was given. */
async function createKeys(
  { keys }: Configuration,
  handsOf: SetUp["handsOf"],
  attemptFor: (part: object) => Attempt,
): Promise<void> {
  for (const key of keys) {
    const { arn, aliases, grants, isEnabled, source } = key;
    const attempt = attemptFor(key);
    const hands = handsAt(handsOf, arn);
    await attempt(source, () => hands.send("kms", new CreateKeyCommand({})));
    for (const AliasName of aliases) {
      await attempt(source, () => hands.send("kms", new CreateAliasCommand({ AliasName, TargetKeyId: arn })));
    }
    for (const grant of grants) {
      await attempt(source, () => hands.send("kms", new CreateGrantCommand({ ...grant, KeyId: arn })));
    }
    if (!isEnabled) await attempt(source, () => hands.send("kms", new DisableKeyCommand({ KeyId: arn })));
  }
}

/**
 * Given once the key is there, so that a policy which AWS refuses leaves a key behind that the rest can name. Whoever the
 * policy lets change it can have given it: KMS asks that of the caller alone. Source: KMS API Reference, PutKeyPolicy.
 */
async function giveKeyPolicy(
  handsOf: SetUp["handsOf"],
  { arn, policy }: KeyConfiguration,
  attempt: Attempt,
): Promise<void> {
  if (policy === undefined) return;
  const account = accountOfArn(arn);
  const changers = principalsAllowed(policy, "kms:PutKeyPolicy");
  const isOfOthers = changers.some((principal) => principal.includes(`::${account}:`));
  await attempt(policy.source, () =>
    handsAt(handsOf, arn).send(
      "kms",
      new PutKeyPolicyCommand({
        KeyId: arn,
        Policy: policy.text,
        ...(isOfOthers && { BypassPolicyLockoutSafetyCheck: true }),
      }),
    ),
  );
}

async function createLogStreams(
  { logStreams, deliveryStream: { source } }: Configuration,
  hands: Hands,
  attempt: Attempt,
): Promise<void> {
  for (const group of new Set(logStreams.map((each) => each.group))) {
    await attempt(source, () => hands.send("logs", new CreateLogGroupCommand({ logGroupName: group })));
  }
  for (const { group, stream } of logStreams) {
    await attempt(source, () =>
      hands.send("logs", new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream })),
    );
  }
}

async function createDataStream(
  { deliveryStream, dataStream }: Configuration,
  handsOf: SetUp["handsOf"],
  attempt: Attempt,
  wait: SetUp["wait"],
): Promise<void> {
  const { reads } = deliveryStream;
  if (reads === undefined) return;
  const { kmsKeyArn, resourcePolicy } = dataStream ?? {};
  const capacity = capacityOf(dataStream ?? {});
  const { source } = dataStream ?? deliveryStream;
  const StreamName = reads.dataStreamArn.replace(/.*:stream\//, "");
  const hands = handsAt(handsOf, reads.dataStreamArn);
  await attempt(source, () => hands.send("kinesis", new CreateStreamCommand({ StreamName, ...capacity })));
  await wait(untilActiveMs);

  if (kmsKeyArn !== undefined) {
    await attempt(source, () =>
      hands.send("kinesis", new StartStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId: kmsKeyArn })),
    );
    await wait(untilActiveMs);
  }
  if (resourcePolicy !== undefined) {
    const { dataStreamArn: ResourceARN } = reads;
    await attempt(resourcePolicy.source, () =>
      hands.send("kinesis", new PutResourcePolicyCommand({ ResourceARN, Policy: resourcePolicy.text })),
    );
  }
}

/**
 * As the input says it. Where it says nothing of it, one shard; and of more shards than a few only a few, for a record goes
 * into one, and how many an account may have is not in the input.
 */
function capacityOf({ streamMode, shardCount }: Pick<DataStreamConfiguration, "streamMode" | "shardCount">) {
  const ShardCount = shardCount === undefined ? undefined : Math.min(shardCount, mostShards);
  if (streamMode === undefined) return { ShardCount: ShardCount ?? 1 };
  return { StreamModeDetails: { StreamMode: streamMode }, ...(ShardCount !== undefined && { ShardCount }) };
}

const mostShards = 4;

/** More than data streams and delivery streams take here to become ACTIVE. */
export const untilActiveMs = 15_000;

/** Whoever makes what an ARN names makes it in the ARN's account and region. */
function handsAt(handsOf: SetUp["handsOf"], arn: string): Hands {
  const { region, accountId } = arnParts(arn);
  return handsOf(accountId, region);
}
