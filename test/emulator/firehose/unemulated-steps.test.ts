import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import {
  Bucket,
  bucketOfB,
  createActive,
  createRole,
  type DeliveryWorld,
  deliveryActions,
  deliveryWorld,
  keysIn,
  policy,
  put,
  putRolePolicy,
  secondsMs,
  textsIn,
  trustingFirehose,
} from "./support.ts";

const data = Buffer.from("a");
const failure = { data, type: "format-conversion-failed", code: "Some.Code", message: "why" } as const;

describe("a record that fails in a step which is not emulated", () => {
  test("is written below the error output prefix, with its failure", async () => {
    await using aws = await deliveryWorld();
    await bucketOfB(aws);
    const arn = await createActive(aws, { ErrorOutputPrefix: "failed/!{firehose:error-output-type}/" });
    aws.emulator.failRecord(arn, failure);
    await aws.emulator.clock.advance(300 * secondsMs);
    expect(await keysIn(aws.b)).toEqual([expect.stringMatching(/^failed\/format-conversion-failed\/orders-1-/)]);
    const [text = ""] = await textsIn(aws.b);
    expect(JSON.parse(text)).toMatchObject({ errorCode: "Some.Code", errorMessage: "why", rawData: "YQ==" });
    expect(aws.emulator.deliveries.of(arn).map(({ purpose, outcome }) => [purpose, outcome])).toEqual([
      ["errors", "delivered"],
    ]);
  });

  test("is refused there as any other object is", async () => {
    await using aws = await deliveryWorld();
    await bucketOfB(aws);
    const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/good/*`];
    const Policy = policy({ Principal: { AWS: aws.roleArn }, Action: deliveryActions, Resource });
    await aws.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const arn = await createActive(aws, { Prefix: "good/", ErrorOutputPrefix: "failed/" });
    await put(aws, "a");
    await aws.emulator.clock.advance(300 * secondsMs);
    aws.emulator.failRecord(arn, failure);
    await aws.emulator.clock.advance(300 * secondsMs);
    const attempts = aws.emulator.deliveries.of(arn).map(({ purpose, error }) => [purpose, error?.code]);
    expect(attempts.slice(0, 2)).toEqual([
      ["destination", undefined],
      ["errors", "S3.AccessDenied"],
    ]);
  });

  test("needs a delivery stream", async () => {
    await using aws = await deliveryWorld();
    expect(() =>
      aws.emulator.failRecord("arn:aws:firehose:us-east-1:111111111111:deliverystream/none", failure),
    ).toThrow(
      new RangeError("there is no delivery stream arn:aws:firehose:us-east-1:111111111111:deliverystream/none"),
    );
  });
});

describe("what a role needs at a service which is not emulated", () => {
  const ask = (aws: DeliveryWorld, roleArn = aws.roleArn) =>
    aws.emulator.judgeFirehose({
      roleArn,
      deliveryStreamArn: `arn:aws:firehose:us-east-1:${aws.accountA.id}:deliverystream/orders`,
      region: "eu-west-1",
      action: "glue:GetTable",
      resource: { arn: `arn:aws:glue:eu-west-1:${aws.accountA.id}:catalog`, accountId: aws.accountA.id },
    });

  test("is allowed by its policies, with the region that is asked in the context", async () => {
    await using aws = await deliveryWorld();
    const Condition = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
    await putRolePolicy(aws.a, "delivery", { Action: "glue:Get*", Resource: "*", Condition });
    const { service, operation, request, decision } = await ask(aws);
    expect([service, operation, decision.kind]).toEqual(["glue", "GetTable", "allowed"]);
    expect(request.principal).toMatchObject({ kind: "assumed-role", roleArn: aws.roleArn });
    expect(aws.emulator.decisions.all().at(-1)?.request.action).toBe("glue:GetTable");
  });

  test("is denied where no policy allows it", async () => {
    await using aws = await deliveryWorld();
    expect((await ask(aws)).decision).toMatchObject({
      kind: "implicitly-denied",
      missing: [{ policyType: "identity", attachTo: aws.roleArn }],
    });
  });

  test("is denied by the trust policy where Firehose cannot take the role", async () => {
    await using aws = await deliveryWorld();
    const roleArn = await createRole(aws.a, "other", trustingFirehose(aws.accountB.id), { Action: "*", Resource: "*" });
    const { request, decision } = await ask(aws, roleArn);
    expect([request.action, decision.kind]).toEqual(["sts:AssumeRole", "implicitly-denied"]);
  });

  test("is denied for want of the role where there is none", async () => {
    await using aws = await deliveryWorld();
    const roleArn = `arn:aws:iam::${aws.accountA.id}:role/none`;
    const { request, decision } = await ask(aws, roleArn);
    expect([request.action, request.resource.arn, decision.kind]).toEqual([
      "sts:AssumeRole",
      roleArn,
      "implicitly-denied",
    ]);
  });
});
