import {
  CreateDeliveryStreamCommand,
  type DeliveryStreamDescription,
  DescribeDeliveryStreamCommand,
  type DestinationDescription,
  type FirehoseClient,
  PutRecordCommand,
  UpdateDestinationCommand,
} from "@aws-sdk/client-firehose";
import {
  createActive,
  failuresOf,
  loggingTo,
  neededErrorLog,
  removeDeliveryStreamAfterwards,
} from "../delivery-stream.ts";
import type { ErrorLog } from "../error-log.ts";
import { allowing, deliveryActions, trusting } from "../policy-document.ts";
import { notYet, poll } from "../poll.ts";
import type { Role } from "../role.ts";
import type { DeliveryFailure } from "../target.ts";
import { allSettled } from "./all-settled.ts";
import type { Ground } from "./ground.ts";

/**
 * Two delivery streams that take records directly and write into one bucket of account A, each with a record in it: the
 * role of `permitted` may write there, that of `forbidden` may not. The first shows when the second had its chance.
 */
export interface DirectPut {
  readonly permitted: string;
  readonly forbidden: string;
  /** What the target tells of `forbidden`'s deliveries. */
  failuresOfForbidden(): Promise<readonly DeliveryFailure[]>;
  /** Keys that the streams had written when the calls that put the records had been answered. */
  readonly keysAtOnce: readonly string[];
  /** Keys when an object of `permitted` was there. Rejects where the target's patience ended before. */
  readonly keysInTheEnd: Promise<readonly string[]>;
  /** Made on `permitted` when its object was there; it names the bucket alone. */
  readonly update: Promise<DestinationUpdate>;
}

export interface DestinationUpdate {
  readonly before: Partial<DestinationDescription>;
  readonly after: Partial<DestinationDescription>;
  readonly bucketArn: string;
  /** Makes the same update again, with the version of before. */
  repeat(): Promise<unknown>;
}

/** Shorter than this a delivery stream could not buffer for a long time; multipart uploads begin below it. */
const buffering = { IntervalInSeconds: 60, SizeInMBs: 1 };

export async function openDirectPut(ground: Ground): Promise<DirectPut> {
  const { accountA, nameOf } = ground;
  const [permitted, forbidden] = [nameOf("permitted"), nameOf("forbidden")];
  const [bucket, permittedRole, forbiddenRole] = await allSettled(
    accountA.createBucket({ name: nameOf("inbox") }),
    createFirehoseRole(ground, permitted),
    createFirehoseRole(ground, forbidden),
  );
  await permittedRole.putPolicy(allowing(deliveryActions, bucket));
  // Without it AWS refuses to create the delivery stream.
  await forbiddenRole.putPolicy(allowing(["s3:GetBucketLocation"], bucket));
  const errorLog = await neededErrorLog(ground.context, accountA, forbidden);
  const [, forbiddenArn] = await allSettled(
    createDirectPutStream(ground, { name: permitted, roleArn: permittedRole.arn, bucketArn: bucket.arn }),
    createDirectPutStream(ground, { name: forbidden, roleArn: forbiddenRole.arn, bucketArn: bucket.arn, errorLog }),
  );
  const failuresOfForbidden = () => failuresOf(ground.context, forbiddenArn, errorLog);
  for (const name of [forbidden, permitted]) await putRecord(accountA.clients.firehose, name);
  const keysAtOnce = await bucket.keys();
  const keysInTheEnd = poll(ground.context, {
    awaited: `an object from ${permitted}`,
    withinSeconds: ground.context.sandbox.patienceSeconds,
    look: async () => {
      const keys = await bucket.keys();
      return keys.some((key) => key.includes(permitted)) ? keys : notYet("none");
    },
  });
  const update = keysInTheEnd.then(() => updateBucket(accountA.clients.firehose, permitted, `${bucket.arn}-next`));
  // Several controls wait for them; where one fails, each of these says so.
  for (const part of [keysInTheEnd, update]) part.catch(() => {});
  return { permitted, forbidden, failuresOfForbidden, keysAtOnce, keysInTheEnd, update };
}

export function createFirehoseRole({ accountA }: Ground, name: string): Promise<Role> {
  const trustPolicy = trusting({ service: "firehose.amazonaws.com", externalId: accountA.id });
  return accountA.createRole({ name, trustPolicy });
}

/** The delivery stream's ARN when it is ACTIVE. */
async function createDirectPutStream({ context, accountA }: Ground, settings: DirectPutSettings): Promise<string> {
  const { name: DeliveryStreamName } = settings;
  removeDeliveryStreamAfterwards(context, accountA, DeliveryStreamName);
  return createActive(context, accountA, directPutCommand(settings));
}

export interface DirectPutSettings {
  readonly name: string;
  readonly roleArn: string;
  readonly bucketArn: string;
  readonly errorLog?: ErrorLog | undefined;
}

export function directPutCommand({
  name,
  roleArn,
  bucketArn,
  errorLog,
}: DirectPutSettings): CreateDeliveryStreamCommand {
  return new CreateDeliveryStreamCommand({
    DeliveryStreamName: name,
    DeliveryStreamType: "DirectPut",
    ExtendedS3DestinationConfiguration: {
      RoleARN: roleArn,
      BucketARN: bucketArn,
      // The key tells which of them wrote.
      Prefix: `${name}/`,
      BufferingHints: buffering,
      ...(errorLog !== undefined && { CloudWatchLoggingOptions: loggingTo(errorLog) }),
    },
  });
}

async function putRecord(firehose: FirehoseClient, DeliveryStreamName: string): Promise<void> {
  const Record = { Data: Buffer.from("This is a pen") };
  await firehose.send(new PutRecordCommand({ DeliveryStreamName, Record }));
}

async function updateBucket(
  firehose: FirehoseClient,
  DeliveryStreamName: string,
  BucketARN: string,
): Promise<DestinationUpdate> {
  const { VersionId, Destinations = [] } = await describe(firehose, DeliveryStreamName);
  const [destination] = Destinations;
  const update = () =>
    firehose.send(
      new UpdateDestinationCommand({
        DeliveryStreamName,
        CurrentDeliveryStreamVersionId: VersionId,
        DestinationId: destination?.DestinationId,
        S3DestinationUpdate: { BucketARN },
      }),
    );
  await update();
  const { Destinations: [updated] = [] } = await describe(firehose, DeliveryStreamName);
  return { before: destination ?? {}, after: updated ?? {}, bucketArn: BucketARN, repeat: update };
}

async function describe(firehose: FirehoseClient, DeliveryStreamName: string): Promise<DeliveryStreamDescription> {
  const answer = await firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName }));
  if (answer.DeliveryStreamDescription === undefined) throw new Error(`${DeliveryStreamName} has no description`);
  return answer.DeliveryStreamDescription;
}
