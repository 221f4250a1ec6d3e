import { CreateDeliveryStreamCommand } from "@aws-sdk/client-firehose";
import { DeleteRoleCommand, DeleteRolePolicyCommand, GetRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { assume, makeRole, makeUser, policyOf, trusting } from "../../support/identities.ts";

const iamPropagationMs = 10_000;
const seeRoles = { Action: "iam:GetRole", Resource: "*" };

test("refuses a new role as principal until it has spread", async () => {
  await using aws = await twoAccounts({ iamPropagationMs });
  const reader = await makeRole(aws.a, "reader", trusting({ Service: "firehose.amazonaws.com" }));
  const trust = () => makeRole(aws.b, "open", trusting({ AWS: reader }));
  await aws.emulator.clock.advance(iamPropagationMs - 1);
  expect((await errorOf(trust())).message).toBe(`Invalid principal in policy: "AWS":"${reader}"`);
  await aws.emulator.clock.advance(1);
  expect(await trust()).toContain(":role/open");
});

test("refuses to let a new role be assumed until it has spread", async () => {
  await using aws = await twoAccounts({ iamPropagationMs });
  const { keys } = await makeUser(aws.a, "ann", { Action: "sts:AssumeRole", Resource: "*" });
  const role = await makeRole(aws.a, "reader", trusting({ AWS: aws.accountA.id }));
  const ann = aws.clientsOf(keys);
  expect((await errorOf(assume(ann, role))).code).toBe("AccessDenied");
  await aws.emulator.clock.advance(iamPropagationMs);
  expect(await assume(ann, role)).toHaveProperty("sessionToken");
});

test("gives and takes permissions only when the change has spread", async () => {
  await using aws = await twoAccounts({ iamPropagationMs });
  const { arn, keys } = await makeUser(aws.a, "ann");
  await aws.emulator.clock.advance(iamPropagationMs);
  const role = await makeRole(aws.a, "reader", trusting({ AWS: arn }));
  await aws.emulator.clock.advance(iamPropagationMs);
  const session = aws.clientsOf(await assume(aws.clientsOf(keys), role));
  const look = () => session.iam.send(new GetRoleCommand({ RoleName: "reader" }));
  const policy = { RoleName: "reader", PolicyName: "own" };
  await aws.a.iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: policyOf(seeRoles) }));
  expect((await errorOf(look())).code).toBe("AccessDenied");
  await aws.emulator.clock.advance(iamPropagationMs);
  expect((await look()).Role?.Arn).toBe(role);
  await aws.a.iam.send(new DeleteRolePolicyCommand(policy));
  expect((await look()).Role?.Arn).toBe(role);
  await aws.emulator.clock.advance(iamPropagationMs);
  expect((await errorOf(look())).code).toBe("AccessDenied");
});

test("lets a deleted role be assumed until its end has spread, though IAM does not find it any more", async () => {
  await using aws = await twoAccounts({ iamPropagationMs });
  const { arn, keys } = await makeUser(aws.a, "ann");
  await aws.emulator.clock.advance(iamPropagationMs);
  const role = await makeRole(aws.a, "reader", trusting({ AWS: arn }));
  await aws.emulator.clock.advance(iamPropagationMs);
  await aws.a.iam.send(new DeleteRoleCommand({ RoleName: "reader" }));
  expect((await errorOf(aws.a.iam.send(new GetRoleCommand({ RoleName: "reader" })))).code).toBe(
    "NoSuchEntityException",
  );
  expect(await assume(aws.clientsOf(keys), role)).toHaveProperty("sessionToken");
  await aws.emulator.clock.advance(iamPropagationMs);
  expect((await errorOf(assume(aws.clientsOf(keys), role))).code).toBe("AccessDenied");
});

test("spreads every change at once unless told otherwise", async () => {
  await using aws = await twoAccounts();
  const reader = await makeRole(aws.a, "reader", trusting({ Service: "firehose.amazonaws.com" }));
  expect(await makeRole(aws.b, "open", trusting({ AWS: reader }))).toContain(":role/open");
});

test("keeps Firehose from a role that is new, as on AWS, until it has spread", async () => {
  await using aws = await twoAccounts({ iamPropagationMs });
  await aws.a.s3.send(new CreateBucketCommand({ Bucket: "landing" }));
  const trust = trusting({ Service: "firehose.amazonaws.com" });
  const role = await makeRole(aws.a, "delivery", trust, { Action: "s3:*", Resource: "*" });
  const create = () =>
    aws.a.firehose.send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName: "orders",
        ExtendedS3DestinationConfiguration: { RoleARN: role, BucketARN: "arn:aws:s3:::landing" },
      }),
    );
  const { code, message } = await errorOf(create());
  expect(code).toBe("InvalidArgumentException");
  expect(message).toContain(`Firehose is unable to assume role ${role}.`);
  await aws.emulator.clock.advance(iamPropagationMs);
  expect((await create()).DeliveryStreamARN).toContain(":deliverystream/orders");
});
