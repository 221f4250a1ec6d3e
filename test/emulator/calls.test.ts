import { GetObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import type { CallRecord } from "../../emulator/index.ts";
import { errorOf } from "../support/clients.ts";
import { Bucket, bucketOfB, createActive, deliveryActions, deliveryWorld, put } from "./firehose/support.ts";

const told = ({ service, operation, isInternal, outcome }: CallRecord): string =>
  `${isInternal ? "Firehose" : "client"} ${service}:${operation} ${outcome.kind === "refused" ? outcome.code : "answered"}`;

test("whoever watches is told of the calls of clients and of services, each with what finds its decisions", async () => {
  await using aws = await deliveryWorld();
  await bucketOfB(
    aws,
    deliveryActions.filter((each) => each !== "s3:PutObject"),
  );
  await createActive(aws);
  const calls: CallRecord[] = [];
  const end = aws.emulator.calls.subscribe((call) => calls.push(call));
  await put(aws, "a");
  await aws.emulator.clock.advance(300_000);
  await errorOf(aws.b.s3.send(new GetObjectCommand({ Bucket, Key: "nothing" })));
  end();
  await put(aws, "b");
  expect(calls.map(told)).toEqual([
    "client firehose:PutRecordBatch answered",
    "Firehose sts:AssumeRole answered",
    "Firehose s3:GetBucketLocation answered",
    "Firehose s3:PutObject AccessDenied",
    "client s3:GetObject NoSuchKey",
  ]);
  const denied = calls.find(({ outcome }) => outcome.kind === "refused");
  expect(denied).toMatchObject({
    principal: { kind: "assumed-role", roleName: "delivery" },
    input: { Bucket },
    outcome: { kind: "refused", code: "AccessDenied", message: "Access Denied", httpStatus: 403 },
  });
  expect(
    aws.emulator.decisions
      .denied()
      .flatMap(({ requestId, request }) => (requestId === denied?.requestId ? [request.action] : [])),
  ).toEqual(["s3:PutObject"]);
});
