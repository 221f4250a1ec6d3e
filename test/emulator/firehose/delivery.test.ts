import { PutRecordCommand, UpdateDestinationCommand } from "@aws-sdk/client-firehose";
import { DeleteRoleCommand, DeleteRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectAclCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import {
  allowInBucket,
  Bucket,
  bucketOfB,
  createActive,
  createRole,
  type DeliveryWorld,
  deliveryActions,
  deliveryWorld,
  keysIn,
  put,
  putRolePolicy,
  secondsMs,
  textsIn,
  trustingFirehose,
} from "./support.ts";

test("writes nothing until the interval has passed since the first record, and one object then", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  await createActive(aws);
  const { emulator } = aws;
  const startMs = emulator.clock.now();
  await put(aws, "a");
  await emulator.clock.advance(100 * secondsMs);
  await put(aws, "b", "c");
  await emulator.clock.advance(200 * secondsMs - 1);
  expect(await keysIn(aws.b)).toEqual([]);
  await emulator.clock.advance(1);
  const [Key = "", ...others] = await keysIn(aws.b);
  expect(others).toEqual([]);
  const [date = "", time = ""] = new Date(startMs).toISOString().slice(0, 19).split("T");
  const [hour, minute, second] = time.split(":");
  expect(Key).toMatch(
    new RegExp(
      `^${date.replaceAll("-", "/")}/${hour}/orders-1-${date}-${hour}-${minute}-${second}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`,
    ),
  );
  const object = await aws.b.s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await object.Body?.transformToString()).toBe("abc");
  expect(object.ContentType).toBe("application/octet-stream");
});

test("gives the object to the bucket's owner, who enforces it", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  await createActive(aws);
  await put(aws, "a");
  await aws.emulator.clock.advance(300 * secondsMs);
  const [Key = ""] = await keysIn(aws.b);
  const { Owner } = await aws.b.s3.send(new GetObjectAclCommand({ Bucket, Key }));
  expect(Owner?.ID).toBe(aws.accountB.canonicalUserId);
  expect(Owner?.ID).not.toBe(aws.accountA.canonicalUserId);
});

test("keeps the object A's where the bucket leaves it to the writer, with full control for B", async () => {
  await using aws = await deliveryWorld();
  await aws.b.s3.send(new CreateBucketCommand({ Bucket, ObjectOwnership: "ObjectWriter" }));
  await allowInBucket(aws, deliveryActions);
  await createActive(aws);
  await put(aws, "a");
  await aws.emulator.clock.advance(300 * secondsMs);
  const [Key = ""] = await keysIn(aws.b);
  const { Owner, Grants } = await aws.b.s3.send(new GetObjectAclCommand({ Bucket, Key }));
  expect(Owner?.ID).toBe(aws.accountA.canonicalUserId);
  expect(Grants?.map(({ Grantee, Permission }) => [Grantee?.ID, Permission])).toContainEqual([
    aws.accountB.canonicalUserId,
    "FULL_CONTROL",
  ]);
});

test("needs no permission for an ACL where the bucket is A's own, and does where it is B's", async () => {
  const own = deliveryActions.filter((action) => action !== "s3:PutObjectAcl");
  for (const [owner, arrived] of [
    ["a", ["a"]],
    ["b", []],
  ] as const) {
    await using aws = await deliveryWorld();
    await putRolePolicy(aws.a, "delivery", { Action: own, Resource: "*" });
    if (owner === "a") await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
    else await bucketOfB(aws);
    await createActive(aws);
    await put(aws, "a");
    await aws.emulator.clock.advance(300 * secondsMs);
    expect(await textsIn(aws[owner])).toEqual(arrived);
  }
});

test("writes an object as soon as the size is reached, and the rest after the interval", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  await createActive(aws, { BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 300 } });
  await put(aws, "x".repeat(600_000), "y".repeat(600_000), "z");
  await aws.emulator.clock.advance(1);
  expect((await textsIn(aws.b)).map((text) => text.length)).toEqual([1_200_000]);
  await aws.emulator.clock.advance(300 * secondsMs);
  expect((await textsIn(aws.b)).map((text) => text.length).sort((a, b) => a - b)).toEqual([1, 1_200_000]);
});

test("delivers at once with an interval of 0, by a multipart upload", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  await createActive(aws, { BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 0 } });
  await put(aws, "a");
  await aws.emulator.clock.advance(1);
  expect(await textsIn(aws.b)).toEqual(["a"]);
  const operations = aws.emulator.decisions.all().map(({ operation }) => operation);
  expect(operations).toContain("CreateMultipartUpload");
  expect(operations).not.toContain("PutObject");
});

const neededActions = ["s3:GetBucketLocation", "s3:PutObject", "s3:PutObjectAcl"];

test.each(deliveryActions)(
  "without %s in the role, delivers or not as the call really made needs it",
  async (missing) => {
    await using aws = await deliveryWorld();
    await bucketOfB(aws);
    await putRolePolicy(aws.a, "delivery", {
      Action: deliveryActions.filter((each) => each !== missing),
      Resource: "*",
    });
    await expectOutcome(aws, !neededActions.includes(missing));
  },
);

test.each(deliveryActions)("without %s in the bucket policy, delivers or not likewise", async (missing) => {
  await using aws = await deliveryWorld();
  await bucketOfB(
    aws,
    deliveryActions.filter((each) => each !== missing),
  );
  await expectOutcome(aws, !neededActions.includes(missing));
});

async function expectOutcome(aws: DeliveryWorld, isDelivered: boolean): Promise<void> {
  const arn = await createActive(aws);
  await put(aws, "a");
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await keysIn(aws.b)).toHaveLength(isDelivered ? 1 : 0);
  expect(aws.emulator.deliveries.of(arn).map(({ outcome, error }) => [outcome, error?.code])).toEqual([
    isDelivered ? ["delivered", undefined] : ["failed", "S3.AccessDenied"],
  ]);
}

test("tells of a denied delivery what Firehose says, which call was refused, and which decision refused it", async () => {
  await using aws = await deliveryWorld();
  await aws.b.s3.send(new CreateBucketCommand({ Bucket }));
  await allowInBucket(aws, ["s3:GetBucketLocation"]);
  const arn = await createActive(aws);
  await put(aws, "a", "b");
  await aws.emulator.clock.advance(300 * secondsMs);
  const [record, ...others] = aws.emulator.deliveries.of(arn);
  expect(others).toEqual([]);
  const now = aws.emulator.clock.now();
  expect(record).toEqual({
    at: now,
    deliveryStreamArn: arn,
    deliveryStreamVersionId: "1",
    outcome: "failed",
    purpose: "destination",
    destination: "arn:aws:s3:::landing",
    key: expect.stringMatching(/orders-1-/),
    records: 2,
    bytes: 2,
    oldestArrivalAt: now - 300 * secondsMs,
    attempt: 1,
    retryAt: now + 1_000,
    error: {
      code: "S3.AccessDenied",
      message:
        "Access was denied. Ensure that the trust policy for the provided IAM role allows Kinesis Data Firehose to assume the role, and the access policy allows access to the S3 bucket.",
      cause: {
        service: "s3",
        operation: "PutObject",
        code: "AccessDenied",
        message: "Access Denied",
        requestId: expect.any(String),
      },
    },
  });
  const decisions = aws.emulator.decisions.denied();
  expect(decisions.map(({ requestId, request }) => [requestId, request.action])).toEqual([
    [record?.error?.cause.requestId, "s3:PutObject"],
  ]);
});

test("tries again after 1, 2, 4 … s, and delivers when the policy is repaired", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws, ["s3:GetBucketLocation"]);
  const arn = await createActive(aws);
  await put(aws, "a");
  await aws.emulator.clock.advance(300 * secondsMs);
  const firstAt = aws.emulator.clock.now();
  await aws.emulator.clock.advance(7 * secondsMs);
  const attempts = () => aws.emulator.deliveries.of(arn).map(({ at, outcome }) => [at - firstAt, outcome]);
  const failed = [0, 1_000, 3_000, 7_000].map((at) => [at, "failed"]);
  expect(attempts()).toEqual(failed);
  await allowInBucket(aws, deliveryActions);
  expect(await keysIn(aws.b)).toEqual([]);
  await aws.emulator.clock.advance(8 * secondsMs);
  expect(attempts()).toEqual([...failed, [15_000, "delivered"]]);
  expect(await textsIn(aws.b)).toEqual(["a"]);
});

test("keeps the order while a delivery fails", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws, ["s3:GetBucketLocation"]);
  const arn = await createActive(aws, { BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 } });
  for (const text of ["a", "b", "c"]) {
    await put(aws, text);
    await aws.emulator.clock.advance(60 * secondsMs);
  }
  await allowInBucket(aws, deliveryActions);
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await textsIn(aws.b)).toEqual(["a", "b", "c"]);
  const delivered = aws.emulator.deliveries.of(arn).filter(({ outcome }) => outcome === "delivered");
  expect(delivered.map(({ key = "" }) => key)).toEqual(await keysIn(aws.b));
});

test("gives data up after 24 h, says so, and goes on with what came later", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws, ["s3:GetBucketLocation"]);
  const arn = await createActive(aws);
  await put(aws, "lost");
  await aws.emulator.clock.advance(23 * 3_600 * secondsMs);
  await put(aws, "kept");
  await aws.emulator.clock.advance(3_600 * secondsMs + 300 * secondsMs);
  const lost = aws.emulator.deliveries.of(arn).filter(({ outcome }) => outcome === "lost");
  expect(lost.map(({ records, bytes }) => ({ records, bytes }))).toEqual([{ records: 1, bytes: 4 }]);
  await allowInBucket(aws, deliveryActions);
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(await textsIn(aws.b)).toEqual(["kept"]);
});

test("assumes the role again when its session has ended, and is denied when it no longer may", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(aws);
  const arn = await createActive(aws);
  await put(aws, "a");
  await aws.emulator.clock.advance(300 * secondsMs);
  await aws.a.iam.send(new DeleteRolePolicyCommand({ RoleName: "delivery", PolicyName: "deliver" }));
  await aws.a.iam.send(new DeleteRoleCommand({ RoleName: "delivery" }));
  await aws.emulator.clock.advance(3_600 * secondsMs);
  await put(aws, "b");
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(aws.emulator.deliveries.failures(arn)[0]?.error).toMatchObject({
    code: "S3.AccessDenied",
    cause: { service: "sts", operation: "AssumeRole" },
  });
  // The bucket policy still names the role that was deleted; a new one of the same name is another.
  await createRole(aws.a, "delivery", trustingFirehose(aws.accountA.id), { Action: "s3:*", Resource: "*" });
  await aws.emulator.clock.advance(600 * secondsMs);
  expect(aws.emulator.deliveries.failures(arn).at(-1)?.error?.cause).toMatchObject({ service: "s3" });
  await allowInBucket(aws, deliveryActions);
  await aws.emulator.clock.advance(600 * secondsMs);
  expect(await textsIn(aws.b)).toEqual(["a", "b"]);
});

test("delivers what waits to the bucket that an update names", async () => {
  await using aws = await deliveryWorld();
  await aws.a.s3.send(new CreateBucketCommand({ Bucket: "elsewhere" }));
  await bucketOfB(aws);
  const arn = await createActive(aws, { BucketARN: "arn:aws:s3:::missing" });
  await put(aws, "a");
  await aws.emulator.clock.advance(300 * secondsMs);
  expect(aws.emulator.deliveries.failures(arn)[0]?.error?.code).toBe("S3.NoSuchBucket");
  await aws.a.firehose.send(
    new UpdateDestinationCommand({
      DeliveryStreamName: "orders",
      CurrentDeliveryStreamVersionId: "1",
      DestinationId: "destinationId-000000000001",
      S3DestinationUpdate: { BucketARN: "arn:aws:s3:::landing" },
    }),
  );
  await aws.emulator.clock.advance(secondsMs);
  const [key] = await keysIn(aws.b);
  expect(key).toContain("/orders-2-");
  expect(await textsIn(aws.b)).toEqual(["a"]);
});

test("refuses a record for a stream that is not there", async () => {
  await using aws = await deliveryWorld();
  const call = aws.a.firehose.send(
    new PutRecordCommand({ DeliveryStreamName: "orders", Record: { Data: Buffer.from("a") } }),
  );
  await expect(call).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: `Firehose orders under account ${aws.accountA.id} not found.`,
  });
});
