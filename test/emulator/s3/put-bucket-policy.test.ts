import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { errorOf, twoAccounts } from "../../support/clients.ts";

const Bucket = "landing";

function policyFor(principal: unknown, action = "s3:PutObject") {
  const statement = { Effect: "Allow", Principal: principal, Action: action, Resource: `arn:aws:s3:::${Bucket}/*` };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

test("refuses a policy that names a role which does not exist", async () => {
  await using world = await twoAccounts();
  await world.b.s3.send(new CreateBucketCommand({ Bucket }));
  const Policy = policyFor({ AWS: `arn:aws:iam::${world.accountA.id}:role/delivery` });
  expect(await errorOf(world.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy })))).toEqual({
    code: "MalformedPolicy",
    message: "Invalid principal in policy",
    status: 400,
  });
});

test("saves a policy that names an account, and shows it as it was written", async () => {
  await using world = await twoAccounts();
  await world.b.s3.send(new CreateBucketCommand({ Bucket }));
  const Policy = policyFor({ AWS: world.accountA.id });
  await world.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect((await world.b.s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
  const { PolicyStatus } = await world.b.s3.send(new GetBucketPolicyStatusCommand({ Bucket }));
  expect(PolicyStatus).toEqual({ IsPublic: false });
  await world.b.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  expect(await errorOf(world.b.s3.send(new GetBucketPolicyCommand({ Bucket })))).toEqual({
    code: "NoSuchBucketPolicy",
    message: "The bucket policy does not exist",
    status: 404,
  });
});

test("refuses a public policy while BlockPublicPolicy is on, and takes it when it is off", async () => {
  await using world = await twoAccounts();
  await world.b.s3.send(new CreateBucketCommand({ Bucket }));
  const put = () => world.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyFor("*") }));
  expect(await errorOf(put())).toEqual({
    code: "AccessDenied",
    message: `User: arn:aws:iam::${world.accountB.id}:root is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${Bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access`,
    status: 403,
  });
  await world.b.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await put();
  const { PolicyStatus } = await world.b.s3.send(new GetBucketPolicyStatusCommand({ Bucket }));
  expect(PolicyStatus).toEqual({ IsPublic: true });
});

test("refuses another account even where the policy would allow it", async () => {
  await using world = await twoAccounts();
  await world.b.s3.send(new CreateBucketCommand({ Bucket }));
  const statement = {
    Effect: "Allow",
    Principal: { AWS: world.accountA.id },
    Action: "s3:*BucketPolicy",
    Resource: `arn:aws:s3:::${Bucket}`,
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const byA = () => world.a.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect(await errorOf(byA())).toMatchObject({ code: "AccessDenied", status: 403 });
  await world.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect(await errorOf(byA())).toEqual({
    code: "MethodNotAllowed",
    message: "The specified method is not allowed against this resource.",
    status: 405,
  });
});

test("does not shut the owner's root user out of its own policy", async () => {
  await using world = await twoAccounts();
  await world.b.s3.send(new CreateBucketCommand({ Bucket }));
  const resources = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
  const statement = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: resources };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await world.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect(await errorOf(world.b.s3.send(new GetBucketPolicyStatusCommand({ Bucket })))).toMatchObject({
    code: "AccessDenied",
  });
  await world.b.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  await expect(world.b.s3.send(new DeletePublicAccessBlockCommand({ Bucket }))).resolves.toBeDefined();
});
