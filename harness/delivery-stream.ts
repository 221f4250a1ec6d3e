import {
  type CloudWatchLoggingOptions,
  CreateDeliveryStreamCommand,
  type DeliveryStreamDescription,
  DescribeDeliveryStreamCommand,
  type FirehoseClient,
  UpdateDestinationCommand,
} from "@aws-sdk/client-firehose";
import { untilActive } from "./becoming-active.ts";
import type { Bucket } from "./bucket.ts";
import type { Context, Owner } from "./context.ts";
import type { DataStream } from "./data-stream.ts";
import { type BufferingHints, defaultBuffering, earliestDeliveryMs, type Put } from "./delivery-timing.ts";
import { createErrorLog, type ErrorLog } from "./error-log.ts";
import { onceSeen } from "./iam-propagation.ts";
import { notYet, poll, type Waiting } from "./poll.ts";
import { siteOf } from "./removal/removal.ts";
import { removeDeliveryStream } from "./removal/streams.ts";
import type { Role } from "./role.ts";
import { ScenarioError } from "./scenario-error.ts";
import type { DeliveryFailure } from "./target.ts";

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

interface Reading {
  readonly source: DataStream;
  /** When its creation was asked for, of the target's time. */
  readonly readsSinceMs: number;
  readonly buffering: BufferingHints;
}

interface OpenDeliveryStream extends Reading {
  readonly name: string;
  readonly arn: string;
  readonly errorLog: ErrorLog | undefined;
}

/** A Firehose delivery stream that reads a data stream. */
export class DeliveryStream {
  readonly name: string;
  readonly arn: string;
  readonly owner: Owner;
  readonly #context: Context;
  readonly #errorLog: ErrorLog | undefined;
  readonly #reading: Reading;

  constructor(context: Context, owner: Owner, { name, arn, errorLog, ...reading }: OpenDeliveryStream) {
    this.#context = context;
    this.#errorLog = errorLog;
    this.#reading = reading;
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

  /** The first record that was put since it reads, if any. */
  get firstPut(): Put | undefined {
    return this.#reading.source.puts.find(({ atMs }) => atMs >= this.#reading.readsSinceMs);
  }

  /** When its first object can be there at the earliest, of the target's time; undefined where that is not known. */
  get earliestDeliveryMs(): number | undefined {
    return this.#context.isKnownToBuffer ? earliestDeliveryMs(this.#reading.source.puts, this.#reading) : undefined;
  }

  /** `S3.AccessDenied: …`, where only a log tells what fails: what is waited for elsewhere takes no time. */
  async lastError(): Promise<string | undefined> {
    if (this.#errorLog === undefined || this.#context.sandbox.deliveryFailures !== undefined) return undefined;
    const last = (await this.#errorLog.errors()).at(-1);
    return last && `${last.errorCode}: ${last.message}`;
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
  const DeliveryStreamName = settings.name ?? context.sandbox.nameOf("deliver");
  const errorLog = settings.errorLog ?? (await neededErrorLog(context, owner, DeliveryStreamName));
  removeDeliveryStreamAfterwards(context, owner, DeliveryStreamName);
  const readsSinceMs = context.sandbox.time.now();
  return context.recorder.step(`${owner.title} creates delivery stream ${DeliveryStreamName}`, async () => {
    const arn = await createActive(
      context,
      owner,
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
    );
    return new DeliveryStream(context, owner, {
      ...{ name: DeliveryStreamName, arn, errorLog, source, readsSinceMs },
      buffering: buffering ?? defaultBuffering,
    });
  });
}

/** How long AWS may take where nothing else is said; it takes about a minute. */
const longestSeconds = 300;

/** The delivery stream's ARN when it is ACTIVE. Rejects as `untilActive` does. */
export async function createActive(
  context: Context,
  owner: Owner,
  command: CreateDeliveryStreamCommand,
  withinSeconds = longestSeconds,
): Promise<string> {
  const { firehose } = owner.clients;
  const { DeliveryStreamName: name = "", ExtendedS3DestinationConfiguration: destination } = command.input;
  const create = async (seconds: number) => {
    await onceSeen(context, destination?.RoleARN ?? "", () => firehose.send(command));
    return activeDeliveryStream(context, name, Math.min(seconds, withinSeconds), () => describe(firehose, name));
  };
  const { creations } = context.sandbox;
  const remove = () => removeDeliveryStream(siteOf(context, owner), name);
  const { DeliveryStreamARN: arn } = await (creations?.pass(create, remove) ?? create(withinSeconds));
  if (arn === undefined) throw new ScenarioError(`delivery stream ${name} has no ARN`);
  return arn;
}

/** A delivery stream's description when it is ACTIVE. */
export function activeDeliveryStream(
  context: Waiting,
  name: string,
  withinSeconds: number,
  look: () => Promise<DeliveryStreamDescription>,
): Promise<DeliveryStreamDescription> {
  return untilActive(context, `delivery stream ${name}`, {
    withinSeconds,
    look: async () => {
      const description = await look();
      const { DeliveryStreamStatus: status, FailureDescription: failure } = description;
      return { ...description, status, failure: failure && { type: failure.Type, details: failure.Details } };
    },
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
