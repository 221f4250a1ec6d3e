import {
  type S3DestinationUpdate,
  UpdateDestinationCommand,
  type UpdateDestinationInput,
} from "@aws-sdk/client-firehose";
import { expect, test } from "vitest";
import { type Clients, errorOf } from "../../../support/clients.ts";
import { create, createActive, createRole, deliveryWorld, describe, trustingFirehose } from "../support.ts";

function update(
  clients: Clients,
  S3DestinationUpdate: S3DestinationUpdate,
  more: Partial<UpdateDestinationInput> = {},
) {
  return clients.firehose.send(
    new UpdateDestinationCommand({
      DeliveryStreamName: "orders",
      CurrentDeliveryStreamVersionId: "1",
      DestinationId: "destinationId-000000000001",
      S3DestinationUpdate,
      ...more,
    }),
  );
}

test("changes the bucket alone, in both shapes, and raises the version", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws, {
    Prefix: "in/",
    BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 },
    CustomTimeZone: "Europe/Berlin",
  });
  const before = await describe(aws.a);
  await aws.emulator.clock.advance(5_000);
  await update(aws.a, { BucketARN: "arn:aws:s3:::b-landing" });
  const after = await describe(aws.a);
  const [destination] = before.Destinations ?? [];
  expect(after).toEqual({
    ...before,
    VersionId: "2",
    LastUpdateTimestamp: new Date(aws.emulator.clock.now()),
    Destinations: [
      {
        DestinationId: "destinationId-000000000001",
        S3DestinationDescription: {
          ...destination?.S3DestinationDescription,
          BucketARN: "arn:aws:s3:::b-landing",
        },
        ExtendedS3DestinationDescription: {
          ...destination?.ExtendedS3DestinationDescription,
          BucketARN: "arn:aws:s3:::b-landing",
        },
      },
    ],
  });
  expect(destination?.ExtendedS3DestinationDescription).toMatchObject({
    Prefix: "in/",
    CustomTimeZone: "Europe/Berlin",
  });
});

test("takes the extended shape too", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  await update(
    aws.a,
    {},
    {
      S3DestinationUpdate: undefined,
      ExtendedS3DestinationUpdate: { FileExtension: ".json", BufferingHints: { SizeInMBs: 2, IntervalInSeconds: 0 } },
    },
  );
  const [destination] = (await describe(aws.a)).Destinations ?? [];
  expect(destination?.ExtendedS3DestinationDescription).toMatchObject({
    FileExtension: ".json",
    BufferingHints: { SizeInMBs: 2, IntervalInSeconds: 0 },
    BucketARN: "arn:aws:s3:::landing",
  });
});

test("refuses a version that is not the current one", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  await update(aws.a, { Prefix: "a/" });
  expect(await errorOf(update(aws.a, { Prefix: "b/" }))).toEqual({
    code: "ConcurrentModificationException",
    message: "Cannot update firehose: orders since the current version id: 2 and specified version id: 1 do not match",
    status: 400,
  });
  const [destination] = (await describe(aws.a)).Destinations ?? [];
  expect(destination?.S3DestinationDescription?.Prefix).toBe("a/");
});

test("lets one of two updates at once through", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  const results = await Promise.allSettled(
    ["a/", "b/"].map((Prefix) => update(aws.a, { RoleARN: aws.roleArn, Prefix })),
  );
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect((await describe(aws.a)).VersionId).toBe("2");
});

test("refuses a destination id that is not the stream's", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  const call = update(aws.a, { Prefix: "a/" }, { DestinationId: "destinationId-000000000002" });
  expect(await errorOf(call)).toEqual({
    code: "InvalidArgumentException",
    message: "Destination Id destinationId-000000000002 not found",
    status: 400,
  });
});

test("refuses an update while the stream is being created", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  await create(aws, {}, { DeliveryStreamName: "clicks" });
  const call = update(aws.a, { Prefix: "a/" }, { DeliveryStreamName: "clicks" });
  expect(await errorOf(call)).toEqual({
    code: "ResourceInUseException",
    message: "Firehose clicks is not ACTIVE: its status is CREATING.",
    status: 400,
  });
});

test.each<[string, S3DestinationUpdate]>([
  ["an empty one", {}],
  ["what is there already", { Prefix: "in/", BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 } }],
])("an update by %s leaves version and time as they were", async (_what, identical) => {
  await using aws = await deliveryWorld();
  await createActive(aws, { Prefix: "in/", BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 } });
  const before = await describe(aws.a);
  await update(aws.a, identical);
  expect(await describe(aws.a)).toEqual(before);
  await update(aws.a, { ...identical, Prefix: "out/" });
  expect((await describe(aws.a)).VersionId).toBe("2");
});

test("an empty prefix is another one than none", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  await update(aws.a, { Prefix: "" });
  expect((await describe(aws.a)).VersionId).toBe("2");
});

test("refuses an update that names no destination", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  const call = update(aws.a, {}, { S3DestinationUpdate: undefined });
  expect(await errorOf(call)).toMatchObject({
    code: "InvalidArgumentException",
    message: "Exactly one destination update is supported for a Firehose",
  });
});

test("refuses a role of another account, and one that cannot be assumed", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws);
  const foreign = await createRole(aws.b, "delivery", trustingFirehose(aws.accountA.id));
  expect(await errorOf(update(aws.a, { RoleARN: foreign }))).toMatchObject({
    code: "AccessDeniedException",
    message: "Cross-account pass role is not allowed.",
  });
  const distrustful = await createRole(aws.a, "distrustful", trustingFirehose("999999999999"));
  expect(await errorOf(update(aws.a, { RoleARN: distrustful }))).toMatchObject({
    code: "InvalidArgumentException",
    message: `Firehose is unable to assume role ${distrustful}. Please check the role provided.`,
  });
  expect((await describe(aws.a)).VersionId).toBe("1");
});

test("checks what comes out of the update, not what is in it", async () => {
  await using aws = await deliveryWorld();
  await createActive(aws, { Prefix: "!{timestamp:yyyy}/", ErrorOutputPrefix: "errors/" });
  expect(await errorOf(update(aws.a, { ErrorOutputPrefix: "" }))).toMatchObject({
    code: "InvalidArgumentException",
    message:
      "Ths supplied prefix(es) do not satisfy the following constraint: ErrorOutputPrefix cannot be null or empty when Prefix contains expressions",
  });
});
