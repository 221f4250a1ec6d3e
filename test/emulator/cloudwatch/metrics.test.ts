import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDataQuery,
  type Statistic,
} from "@aws-sdk/client-cloudwatch";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts } from "../../support/clients.ts";
import {
  allowInBucket,
  bucketOfB,
  createActive,
  type DeliveryWorld,
  deliveryActions,
  deliveryWorld,
  put,
  secondsMs,
} from "../firehose/support.ts";

function cloudWatchOf(aws: TwoAccounts, account = aws.accountA): CloudWatchClient {
  return new CloudWatchClient({
    endpoint: aws.emulator.url,
    region: aws.emulator.region,
    credentials: account,
    maxAttempts: 1,
  });
}

const Dimensions = [{ Name: "DeliveryStreamName", Value: "orders" }];

function query(MetricName: string, Stat: string, Period = 3_600): MetricDataQuery {
  const Metric = { Namespace: "AWS/Firehose", MetricName, Dimensions };
  return { Id: "q", MetricStat: { Metric, Period, Stat } };
}

/** The last hour and the one to come. */
function lately(aws: TwoAccounts) {
  const now = aws.emulator.clock.now();
  return { StartTime: new Date(now - 3_600 * secondsMs), EndTime: new Date(now + 3_600 * secondsMs) };
}

async function total(aws: DeliveryWorld, MetricName: string, Stat: string): Promise<number | undefined> {
  const { MetricDataResults } = await cloudWatchOf(aws).send(
    new GetMetricDataCommand({ MetricDataQueries: [query(MetricName, Stat, 7_200)], ...lately(aws) }),
  );
  const values = MetricDataResults?.[0]?.Values ?? [];
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

test("counts what comes in and what is delivered", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  await createActive(aws);
  await put(aws, "abc", "de");
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await total(aws, "IncomingRecords", "Sum")).toBe(2);
  expect(await total(aws, "IncomingBytes", "Sum")).toBe(5);
  expect(await total(aws, "IncomingPutRequests", "Sum")).toBe(1);
  expect(await total(aws, "DeliveryToS3.Success", "Minimum")).toBe(1);
  expect(await total(aws, "DeliveryToS3.Records", "Sum")).toBe(2);
  expect(await total(aws, "DeliveryToS3.Bytes", "Sum")).toBe(5);
  expect(await total(aws, "DeliveryToS3.DataFreshness", "Maximum")).toBe(300);
});

test("shows a failing delivery as success 0 and growing freshness", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws, ["s3:GetBucketLocation"]);
  await createActive(aws);
  await put(aws, "abc");
  await aws.emulator.clock.advance(420 * secondsMs);
  expect(await total(aws, "DeliveryToS3.Success", "Maximum")).toBe(0);
  expect(await total(aws, "DeliveryToS3.Records", "Sum")).toBeUndefined();
  expect(await total(aws, "DeliveryToS3.DataFreshness", "Maximum")).toBeGreaterThan(300);
  await allowInBucket(aws, deliveryActions);
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await total(aws, "DeliveryToS3.Success", "Maximum")).toBe(1);
});

test("puts minutes together into periods, newest first unless asked otherwise", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  const { clock } = aws.emulator;
  await clock.advance(120 * secondsMs - (clock.now() % (120 * secondsMs)));
  const firstMs = clock.now();
  await put(aws, "a");
  await clock.advance(60 * secondsMs);
  await put(aws, "b", "c");
  await clock.advance(60 * secondsMs);
  await put(aws, "d");
  const ask = async (ScanBy?: "TimestampAscending" | "TimestampDescending") => {
    const MetricDataQueries = [query("IncomingRecords", "Sum", 120)];
    const window = { StartTime: new Date(firstMs), EndTime: new Date(clock.now() + 60 * secondsMs) };
    const { MetricDataResults } = await cloudWatchOf(aws).send(
      new GetMetricDataCommand({ MetricDataQueries, ...window, ScanBy }),
    );
    return MetricDataResults?.map(({ Id, Label, StatusCode, Timestamps, Values }) => ({
      Id,
      Label,
      StatusCode,
      Timestamps: Timestamps?.map((at) => at.getTime() - firstMs),
      Values,
    }));
  };
  const common = { Id: "q", Label: "IncomingRecords", StatusCode: "Complete" };
  expect(await ask()).toEqual([{ ...common, Timestamps: [120_000, 0], Values: [1, 3] }]);
  expect(await ask("TimestampAscending")).toEqual([{ ...common, Timestamps: [0, 120_000], Values: [3, 1] }]);
});

test("answers the statistics of one metric with its unit", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  await put(aws, "abc", "de");
  await put(aws, "f");
  const Statistics: Statistic[] = ["Sum", "Average", "Minimum", "Maximum", "SampleCount"];
  const ask = (Unit?: "Bytes" | "Count") =>
    cloudWatchOf(aws).send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/Firehose",
        MetricName: "IncomingBytes",
        Dimensions,
        Period: 86_400,
        Statistics,
        Unit,
        ...lately(aws),
      }),
    );
  const { Datapoints } = await ask();
  expect(Datapoints).toEqual([
    { Timestamp: expect.any(Date), Unit: "Bytes", Sum: 6, Average: 3, Minimum: 1, Maximum: 5, SampleCount: 2 },
  ]);
  expect((await ask("Count")).Datapoints).toEqual([]);
});

test("lists the caller's metrics by namespace, name and dimension", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  await put(aws, "a");
  const names = async (account = aws.accountA, more = {}) => {
    const { Metrics = [] } = await cloudWatchOf(aws, account).send(
      new ListMetricsCommand({ Namespace: "AWS/Firehose", ...more }),
    );
    return Metrics.map(({ MetricName }) => MetricName);
  };
  expect(await names()).toContain("IncomingRecords");
  expect(await names(aws.accountA, { MetricName: "IncomingBytes" })).toEqual(["IncomingBytes"]);
  expect(await names(aws.accountA, { Dimensions: [{ Name: "DeliveryStreamName", Value: "clicks" }] })).toEqual([]);
  expect(await names(aws.accountB)).toEqual([]);
});

test.each([
  ["a percentile", { MetricDataQueries: [query("IncomingBytes", "p99")] }, "NotImplemented"],
  ["an expression", { MetricDataQueries: [{ Id: "q", Expression: "m1 / 2" }] }, "NotImplemented"],
  ["a period of 30 s", { MetricDataQueries: [query("IncomingBytes", "Sum", 30)] }, "InvalidParameterValue"],
  ["an end before the start", { EndTime: new Date(0), MetricDataQueries: [] }, "InvalidParameterValue"],
])("refuses %s", async (_what, input, code) => {
  await using aws = await deliveryWorld();
  const call = cloudWatchOf(aws).send(new GetMetricDataCommand({ ...lately(aws), ...input }));
  expect((await errorOf(call)).code).toContain(code);
});
