import { expect, test } from "vitest";
import { type Answer, send, signed } from "../../support/signed.ts";
import { createActive, deliveryWorld, put, secondsMs } from "../firehose/support.ts";

/** As clients from before CloudWatch's JSON do: the AWS CLI 2.9, boto3 1.26. */
async function ask(aws: Awaited<ReturnType<typeof deliveryWorld>>, form: Record<string, string>): Promise<Answer> {
  const body = new URLSearchParams({ Version: "2010-08-01", ...form }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  const message = { method: "POST", headers, body };
  return send(aws.emulator, signed(aws.emulator, message, { keys: aws.accountA, service: "monitoring" }));
}

test("reads metrics in the query protocol", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  await put(aws, "one");
  await aws.emulator.clock.advance(60 * secondsMs);
  const listed = await ask(aws, { Action: "ListMetrics", MetricName: "IncomingRecords" });
  expect(listed.status).toBe(200);
  expect(listed.headers["content-type"]).toBe("text/xml");
  expect(listed.body).toMatch(
    /^<ListMetricsResponse xmlns="http:\/\/monitoring\.amazonaws\.com\/doc\/2010-08-01\/"><ListMetricsResult><Metrics><member>/,
  );
  expect(listed.body).toContain("<Name>DeliveryStreamName</Name><Value>orders</Value>");
  const now = aws.emulator.clock.now();
  const statistics = await ask(aws, {
    Action: "GetMetricStatistics",
    Namespace: "AWS/Firehose",
    MetricName: "IncomingRecords",
    "Dimensions.member.1.Name": "DeliveryStreamName",
    "Dimensions.member.1.Value": "orders",
    StartTime: new Date(now - 3_600 * secondsMs).toISOString(),
    EndTime: new Date(now + 3_600 * secondsMs).toISOString(),
    Period: "7200",
    "Statistics.member.1": "Sum",
  });
  expect(statistics.body).toContain("<Sum>1</Sum>");
});

test("refuses in the query protocol by the codes of before", async () => {
  await using aws = await deliveryWorld();
  const unknown = await ask(aws, { Action: "GetMetricWidgetImage", MetricWidget: "{}" });
  expect(unknown.status).toBe(501);
  expect(unknown.body).toContain("<Code>NotImplemented</Code>");
  const wrong = { keys: { ...aws.accountA, secretAccessKey: "wrong" }, service: "monitoring" };
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const message = { method: "POST", headers, body: "Action=ListMetrics&Version=2010-08-01" };
  const unsigned = await send(aws.emulator, signed(aws.emulator, message, wrong));
  expect(unsigned.status).toBe(403);
  expect(unsigned.body).toContain("<Code>SignatureDoesNotMatch</Code>");
});
