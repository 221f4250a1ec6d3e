import { CreateLogGroupCommand, CreateLogStreamCommand, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { formatArn } from "./arns.ts";
import type { Context, Owner } from "./context.ts";
import type { PolicyResource } from "./policy-document.ts";
import { removeLogGroup } from "./removal/log-group.ts";
import { siteOf } from "./removal/removal.ts";
import type { DeliveryFailure } from "./target.ts";

/** What Firehose writes of a failure. Source: Firehose Developer Guide, "Monitor Amazon Data Firehose Using CloudWatch Logs". */
export interface LoggedError {
  readonly deliveryStreamARN: string;
  /** ARN of the bucket. */
  readonly destination: string;
  /** A text where S3 refused, a number where the source could not be read. */
  readonly deliveryStreamVersionId: string | number;
  readonly message: string;
  /** `S3.AccessDenied` */
  readonly errorCode: string;
}

/** A log stream of CloudWatch Logs for a delivery stream's errors: the only place where AWS shows them. */
export class ErrorLog implements PolicyResource {
  readonly group: string;
  readonly stream: string;
  /** Of the log stream, which `logs:PutLogEvents` is about. */
  readonly arn: string;
  readonly #owner: Owner;

  constructor(owner: Owner, group: string, stream: string) {
    this.#owner = owner;
    this.group = group;
    this.stream = stream;
    this.arn = formatArn("logs", owner.region, owner.id, `log-group:${group}:log-stream:${stream}`);
  }

  get policyArns(): readonly string[] {
    return [this.arn];
  }

  /** The first errors, oldest first. */
  async errors(): Promise<readonly LoggedError[]> {
    const { events = [] } = await this.#owner.clients.logs.send(
      new GetLogEventsCommand({ logGroupName: this.group, logStreamName: this.stream, startFromHead: true }),
    );
    return events.map(({ message = "{}" }) => JSON.parse(message) as LoggedError);
  }

  /** The errors by their code, which is all that CloudWatch Logs knows of them. */
  async failures(): Promise<readonly DeliveryFailure[]> {
    const byCode = Map.groupBy(await this.errors(), ({ errorCode }) => errorCode);
    return [...byCode].map(([code, errors]) => ({
      code,
      message: errors[0]?.message ?? "",
      count: errors.length,
      explanations: [],
    }));
  }
}

/** As the console names them: before a delivery stream's name. */
const groups = "/aws/kinesisfirehose/";

/** Of every error log in a sandbox. */
export function anyErrorLogArn({ sandbox }: Context, { region, id }: Owner): string {
  return formatArn("logs", region, id, `log-group:${groups}${sandbox.nameOf("*")}:log-stream:*`);
}

/**
 * As the console names them: `/aws/kinesisfirehose/<name>` and `DestinationDelivery`. `name`: the delivery stream's; the
 * sandbox's of `deliver` unless given.
 */
export function createErrorLog(
  context: Context,
  owner: Owner,
  name = context.sandbox.nameOf("deliver"),
): Promise<ErrorLog> {
  const { logs } = owner.clients;
  const logGroupName = `${groups}${name}`;
  const logStreamName = "DestinationDelivery";
  context.cleanUp.register(`log group ${logGroupName} of ${owner.title}`, () =>
    removeLogGroup(siteOf(context, owner), logGroupName),
  );
  return context.recorder.step(`${owner.title} creates log group ${logGroupName}`, async () => {
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    return new ErrorLog(owner, logGroupName, logStreamName);
  });
}
