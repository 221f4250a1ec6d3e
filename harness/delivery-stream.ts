import {
  type CloudWatchLoggingOptions,
  CreateDeliveryStreamCommand,
  type DeliveryStreamDescription,
  DescribeDeliveryStreamCommand,
  type FirehoseClient,
  UpdateDestinationCommand,
} from "@aws-sdk/client-firehose";
import type { Bucket } from "./bucket.ts";
import type { Context, Owner } from "./context.ts";
import type { DataStream } from "./data-stream.ts";
import { createErrorLog, type ErrorLog } from "./error-log.ts";
import { onceSeen } from "./iam-propagation.ts";
import { notYet, poll } from "./poll.ts";
import { siteOf } from "./removal/removal.ts";
import { removeDeliveryStream } from "./removal/streams.ts";
import type { Role } from "./role.ts";
import { ScenarioError } from "./scenario-error.ts";
import type { DeliveryFailure } from "./target.ts";

export interface BufferingHints {
  readonly intervalInSeconds: number;
  readonly sizeInMiB: number;
}

export interface DeliveryStreamSettings {
  /** the sandbox's name of `deliver` unless given. */
  readonly name?: string;
  readonly source: DataStream;
  /** Reads the source and writes to the destination. */
  readonly deliveryRole: Role;
  readonly destination: Bucket;
  /** Firehose's own, 300 s and 5 MiB, unless given. */
  readonly buffering?: BufferingHints;
  /** Where it tells its errors; nowhere unless given. */
  readonly errorLog?: ErrorLog;
}

/** What an update of the destination needs to know. */
export interface DestinationVersion {
  /** A decimal number, as text. */
  readonly versionId: string;
  readonly destinationId: string;
}

export interface WaitForFailureSettings {
  /** `S3.AccessDenied` */
  readonly code: string;
  /** Of the target's time. */
  readonly withinSeconds: number;
}

/** A Firehose delivery stream that reads a data stream. */
export class DeliveryStream {
  readonly name: string;
  readonly arn: string;
  readonly owner: Owner;
  readonly #context: Context;
  readonly #errorLog: ErrorLog | undefined;

  constructor(context: Context, owner: Owner, name: string, arn: string, errorLog?: ErrorLog) {
    this.#context = context;
    this.#errorLog = errorLog;
    this.owner = owner;
    this.name = name;
    this.arn = arn;
  }

  async describe(): Promise<DeliveryStreamDescription> {
    return describe(this.owner.clients.firehose, this.name);
  }

  async version(): Promise<DestinationVersion> {
    const { VersionId, Destinations = [] } = await this.describe();
    const destinationId = Destinations[0]?.DestinationId;
    if (VersionId === undefined || destinationId === undefined) {
      throw new ScenarioError(`delivery stream ${this.name} has no version or destination`);
    }
    return { versionId: VersionId, destinationId };
  }

  /** Sends the data to another bucket from now on and leaves everything else as it is. */
  async redirect(bucket: Bucket, { versionId, destinationId }: DestinationVersion): Promise<void> {
    const { clients, title } = this.owner;
    await this.#context.recorder.step(`${title} redirects ${this.name} to bucket ${bucket.name}`, () =>
      clients.firehose.send(
        new UpdateDestinationCommand({
          DeliveryStreamName: this.name,
          CurrentDeliveryStreamVersionId: versionId,
          DestinationId: destinationId,
          S3DestinationUpdate: { BucketARN: bucket.arn },
        }),
      ),
    );
  }

  /** A delivery, or the reading of the source, that fails with this code of Firehose's; AWS shows it in CloudWatch Logs. */
  waitForFailure({ code, withinSeconds }: WaitForFailureSettings): Promise<DeliveryFailure> {
    return this.#context.recorder.step(`wait for ${this.name} to fail with ${code}`, () =>
      poll(this.#context, {
        awaited: `delivery stream ${this.name} to fail with ${code}`,
        withinSeconds,
        look: async () => {
          const failures = await this.failures();
          const others = failures.map((failure) => failure.code);
          return (
            failures.find((failure) => failure.code === code) ??
            notYet(others.length === 0 ? "no failure" : `only ${others.join(", ")}`)
          );
        },
      }),
    );
  }

  /** What failed so far, as far as the target tells by itself or the error log has it. */
  async failures(): Promise<readonly DeliveryFailure[]> {
    return failuresOf(this.#context, this.arn, this.#errorLog);
  }
}

/** What failed so far in a delivery stream's deliveries, as far as the target tells by itself or the error log has it. */
export async function failuresOf(
  { sandbox }: Context,
  deliveryStreamArn: string,
  errorLog: ErrorLog | undefined,
): Promise<readonly DeliveryFailure[]> {
  const told = (await sandbox.deliveryFailures?.(deliveryStreamArn)) ?? [];
  return told.length > 0 || errorLog === undefined ? told : errorLog.failures();
}

/** The log that a delivery stream needs where nothing else tells what failed; undefined elsewhere. */
export async function neededErrorLog(context: Context, owner: Owner, name: string): Promise<ErrorLog | undefined> {
  return context.sandbox.deliveryFailures === undefined ? createErrorLog(context, owner, name) : undefined;
}

export function loggingTo({ group, stream }: ErrorLog): CloudWatchLoggingOptions {
  return { Enabled: true, LogGroupName: group, LogStreamName: stream };
}

export async function createDeliveryStream(
  context: Context,
  owner: Owner,
  { source, deliveryRole, destination, buffering, ...settings }: DeliveryStreamSettings,
): Promise<DeliveryStream> {
  const { firehose } = owner.clients;
  const DeliveryStreamName = settings.name ?? context.sandbox.nameOf("deliver");
  const errorLog = settings.errorLog ?? (await neededErrorLog(context, owner, DeliveryStreamName));
  removeDeliveryStreamAfterwards(context, owner, DeliveryStreamName);
  return context.recorder.step(`${owner.title} creates delivery stream ${DeliveryStreamName}`, async () => {
    const { DeliveryStreamARN: arn } = await onceSeen(context, deliveryRole.arn, () =>
      firehose.send(
        new CreateDeliveryStreamCommand({
          DeliveryStreamName,
          DeliveryStreamType: "KinesisStreamAsSource",
          KinesisStreamSourceConfiguration: { KinesisStreamARN: source.arn, RoleARN: deliveryRole.arn },
          ExtendedS3DestinationConfiguration: {
            BucketARN: destination.arn,
            RoleARN: deliveryRole.arn,
            ...(buffering !== undefined && {
              BufferingHints: { IntervalInSeconds: buffering.intervalInSeconds, SizeInMBs: buffering.sizeInMiB },
            }),
            ...(errorLog !== undefined && { CloudWatchLoggingOptions: loggingTo(errorLog) }),
          },
        }),
      ),
    );
    if (arn === undefined) throw new ScenarioError(`CreateDeliveryStream of ${DeliveryStreamName} answered no ARN`);
    await poll(context, {
      awaited: `delivery stream ${DeliveryStreamName} to become ACTIVE`,
      withinSeconds: 300,
      look: async () => {
        const { DeliveryStreamStatus: status } = await describe(firehose, DeliveryStreamName);
        return status === "ACTIVE" ? status : notYet(`status ${status}`);
      },
    });
    return new DeliveryStream(context, owner, DeliveryStreamName, arn, errorLog);
  });
}

export function removeDeliveryStreamAfterwards(context: Context, owner: Owner, name: string): void {
  context.cleanUp.register(`delivery stream ${name} of ${owner.title}`, () =>
    removeDeliveryStream(siteOf(context, owner), name),
  );
}

async function describe(firehose: FirehoseClient, DeliveryStreamName: string): Promise<DeliveryStreamDescription> {
  const { DeliveryStreamDescription: description } = await firehose.send(
    new DescribeDeliveryStreamCommand({ DeliveryStreamName }),
  );
  if (description === undefined) throw new ScenarioError(`delivery stream ${DeliveryStreamName} has no description`);
  return description;
}
