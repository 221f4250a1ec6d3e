import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { expect, test } from "vitest";
import { errorOf, type Keys, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeUser } from "../../support/identities.ts";

const Namespace = "Shop";
const MetricName = "Orders";
const minuteMs = 60_000;

const clientOf = ({ emulator, accountA }: TwoAccounts, credentials: Keys = accountA) =>
  new CloudWatchClient({ endpoint: emulator.url, region: emulator.region, credentials, maxAttempts: 1 });

type Values = Omit<MetricDatum, "MetricName">;

const put = (client: CloudWatchClient, ...MetricData: readonly Values[]) =>
  client.send(
    new PutMetricDataCommand({ Namespace, MetricData: MetricData.map((datum) => ({ MetricName, ...datum })) }),
  );

/** Points of the last hour and the next, as count, sum, minimum and maximum. */
async function points(aws: TwoAccounts, Period = 60) {
  const now = aws.emulator.clock.now();
  const { Datapoints } = await clientOf(aws).send(
    new GetMetricStatisticsCommand({
      Namespace,
      MetricName,
      StartTime: new Date(now - 60 * minuteMs),
      EndTime: new Date(now + 60 * minuteMs),
      Period,
      Statistics: ["SampleCount", "Sum", "Minimum", "Maximum"],
    }),
  );
  return Datapoints?.map(({ SampleCount, Sum, Minimum, Maximum }) => [SampleCount, Sum, Minimum, Maximum]);
}

test("takes single values, many values and statistics together", async () => {
  await using aws = await twoAccounts();
  const client = clientOf(aws);
  await put(client, { Value: 5 });
  await put(
    client,
    { Values: [1, 10], Counts: [2, 1] },
    { StatisticValues: { SampleCount: 4, Sum: 8, Minimum: 0, Maximum: 3 } },
  );
  expect(await points(aws)).toEqual([[8, 25, 0, 10]]);
  const { Metrics } = await client.send(new ListMetricsCommand({ Namespace }));
  expect(Metrics).toEqual([{ Namespace, MetricName, Dimensions: [] }]);
});

test("puts values of earlier minutes in their place", async () => {
  await using aws = await twoAccounts();
  const client = clientOf(aws);
  const before = (minutes: number) => new Date(aws.emulator.clock.now() - minutes * minuteMs);
  await put(client, { Value: 3 }, { Value: 1, Timestamp: before(2) }, { Value: 2, Timestamp: before(1) });
  await put(client, { Value: 10, Timestamp: before(2) });
  expect(await points(aws)).toEqual([
    [2, 11, 1, 10],
    [1, 2, 2, 2],
    [1, 3, 3, 3],
  ]);
});

test("keeps the values of other dimensions apart", async () => {
  await using aws = await twoAccounts();
  const client = clientOf(aws);
  await put(client, { Value: 1 }, { Value: 2, Dimensions: [{ Name: "Shop", Value: "north" }] });
  expect(await points(aws)).toEqual([[1, 1, 1, 1]]);
});

test("allows a namespace by condition, and no other", async () => {
  await using aws = await twoAccounts();
  const ann = await makeUser(aws.a, "ann", {
    Action: "cloudwatch:PutMetricData",
    Resource: "*",
    Condition: { StringEquals: { "cloudwatch:namespace": Namespace } },
  });
  const client = clientOf(aws, ann.keys);
  await put(client, { Value: 1 });
  const other = client.send(new PutMetricDataCommand({ Namespace: "Other", MetricData: [{ MetricName, Value: 1 }] }));
  expect(await errorOf(other)).toMatchObject({
    code: "AccessDeniedException",
    message: `User: ${ann.arn} is not authorized to perform: cloudwatch:PutMetricData on resource: * because no identity-based policy allows the cloudwatch:PutMetricData action`,
  });
  expect(await points(aws)).toEqual([[1, 1, 1, 1]]);
});

test.each<[string, Values, RegExp]>([
  ["no value", {}, /Exactly one of the parameters/],
  ["two kinds of values", { Value: 1, Values: [1] }, /Exactly one of the parameters/],
  ["counts that do not fit", { Values: [1, 2], Counts: [1] }, /Values and Counts/],
  ["a value of long ago", { Value: 1, Timestamp: new Date(0) }, /Timestamp/],
  [
    "statistics that cannot be",
    { StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 2, Maximum: 1 } },
    /StatisticValues/,
  ],
  ["high resolution", { Value: 1, StorageResolution: 1 }, /A metric of high resolution is not emulated/],
])("refuses %s, and takes nothing of the request", async (_what, datum, message) => {
  await using aws = await twoAccounts();
  expect((await errorOf(put(clientOf(aws), { Value: 1 }, datum))).message).toMatch(message);
  expect(await points(aws)).toEqual([]);
});

test("refuses the namespaces of AWS's own services", async () => {
  await using aws = await twoAccounts();
  const call = clientOf(aws).send(
    new PutMetricDataCommand({ Namespace: "AWS/Firehose", MetricData: [{ MetricName, Value: 1 }] }),
  );
  expect((await errorOf(call)).message).toBe("The parameter Namespace must not begin with AWS/.");
});
