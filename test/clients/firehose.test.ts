import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { creationMs, type DeliveryWorld, deliveryWorld, secondsMs, textsIn } from "../emulator/firehose/support.ts";
import { awsCli, needsClient, python } from "../support/child-clients.ts";

const timeout = 90_000;

function firehose(aws: DeliveryWorld, ...args: readonly string[]) {
  return awsCli(aws.emulator, aws.accountA, ["firehose", ...args]);
}

test("the AWS CLI creates, describes and updates a delivery stream", { timeout }, async ({ skip }) => {
  await needsClient(skip, "aws");
  await using aws = await deliveryWorld();
  const name = ["--delivery-stream-name", "orders"];
  const destination = `RoleARN=${aws.roleArn},BucketARN=arn:aws:s3:::landing`;
  const created = await firehose(aws, "create-delivery-stream", ...name, "--s3-destination-configuration", destination);
  expect(created).toMatchObject({ exitCode: 0, stderr: "" });
  await aws.emulator.clock.advance(creationMs);
  const described = await firehose(aws, "describe-delivery-stream", ...name);
  const { VersionId, Destinations, DeliveryStreamStatus } = JSON.parse(described.stdout).DeliveryStreamDescription;
  expect({ VersionId, DeliveryStreamStatus }).toEqual({ VersionId: "1", DeliveryStreamStatus: "ACTIVE" });
  const update = [
    ...["update-destination", ...name, "--current-delivery-stream-version-id", VersionId],
    ...["--destination-id", Destinations[0].DestinationId],
    ...["--s3-destination-update", "BucketARN=arn:aws:s3:::b-landing"],
  ];
  expect(await firehose(aws, ...update)).toMatchObject({ exitCode: 0, stderr: "" });
  const again = await firehose(aws, ...update);
  expect(again.stderr.trim()).toBe(
    "An error occurred (ConcurrentModificationException) when calling the UpdateDestination operation: Cannot update firehose: orders since the current version id: 2 and specified version id: 1 do not match",
  );
});

test("boto3 puts records, and reads what CloudWatch counted of them", { timeout }, async ({ skip }) => {
  await needsClient(skip, "boto3");
  await using aws = await deliveryWorld();
  await aws.a.s3.send(new CreateBucketCommand({ Bucket: "landing" }));
  const create = `
import boto3
boto3.client("firehose").create_delivery_stream(
    DeliveryStreamName="orders",
    ExtendedS3DestinationConfiguration={"RoleARN": "${aws.roleArn}", "BucketARN": "arn:aws:s3:::landing"})
`;
  expect(await python(aws.emulator, aws.accountA, create)).toMatchObject({ exitCode: 0, stderr: "" });
  await aws.emulator.clock.advance(creationMs);
  const putAndRead = `
import boto3, datetime
firehose = boto3.client("firehose")
firehose.put_record(DeliveryStreamName="orders", Record={"Data": b"This is "})
print(firehose.put_record_batch(DeliveryStreamName="orders", Records=[{"Data": b"a "}, {"Data": b"pen"}])["FailedPutCount"])
stat = {"Metric": {"Namespace": "AWS/Firehose", "MetricName": "IncomingRecords",
                   "Dimensions": [{"Name": "DeliveryStreamName", "Value": "orders"}]}, "Period": 3600, "Stat": "Sum"}
now = datetime.datetime.fromtimestamp(${Math.floor(aws.emulator.clock.now() / 1000)}, datetime.timezone.utc)
answer = boto3.client("cloudwatch").get_metric_data(
    MetricDataQueries=[{"Id": "q", "MetricStat": stat}],
    StartTime=now - datetime.timedelta(hours=2), EndTime=now + datetime.timedelta(hours=2))
print(float(sum(answer["MetricDataResults"][0]["Values"])), answer["MetricDataResults"][0]["StatusCode"])
`;
  const { stdout, stderr } = await python(aws.emulator, aws.accountA, putAndRead);
  expect({ lines: stdout.trim().split("\n"), stderr }).toEqual({ lines: ["0", "3.0 Complete"], stderr: "" });
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await textsIn(aws.a)).toEqual(["This is a pen"]);
});

test("the AWS CLI lists metrics, and reads CloudWatch's refusals", { timeout }, async ({ skip }) => {
  await needsClient(skip, "aws");
  await using aws = await deliveryWorld();
  const cloudwatch = (...args: readonly string[]) => awsCli(aws.emulator, aws.accountA, ["cloudwatch", ...args]);
  const listed = await cloudwatch("list-metrics");
  expect({ ...listed, stdout: JSON.parse(listed.stdout) }).toEqual({
    exitCode: 0,
    stdout: { Metrics: [] },
    stderr: "",
  });
  const refused = await cloudwatch("list-dashboards");
  expect(refused.stderr.trim()).toBe(
    "An error occurred (NotImplemented) when calling the ListDashboards operation: cloudwatch:ListDashboards is not emulated by firehose-crosscheck.",
  );
});
