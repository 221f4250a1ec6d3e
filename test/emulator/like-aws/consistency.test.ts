import { CreateGrantCommand, CreateKeyCommand, EncryptCommand } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { awsPace } from "../../../emulator/model/pace.ts";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeUser, policyOf } from "../../support/identities.ts";

const likeAws = {};
const Bucket = "landing";

async function bucketNames({ a }: TwoAccounts): Promise<readonly (string | undefined)[]> {
  const { Buckets = [] } = await a.s3.send(new ListBucketsCommand());
  return Buckets.map(({ Name }) => Name);
}

/** Account A's bucket with a policy that lets account B list it, not yet in force where changes take a while. */
async function openedBucket(aws: TwoAccounts) {
  await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
  const Policy = policyOf({
    ...{ Principal: { AWS: aws.accountB.id }, Action: "s3:ListBucket", Resource: `arn:aws:s3:::${Bucket}` },
  });
  await aws.a.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  return { Policy, list: () => aws.b.s3.send(new ListObjectsV2Command({ Bucket })) };
}

describe("a bucket's configuration", () => {
  test("is read back at once, and takes effect when it has spread", async () => {
    await using aws = await twoAccounts({ likeAws });
    const { Policy, list } = await openedBucket(aws);
    expect((await aws.a.s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    expect((await errorOf(list())).code).toBe("AccessDenied");
    await aws.emulator.clock.advance(awsPace.bucketConfiguration.toMs);
    expect((await list()).KeyCount).toBe(0);
  });

  test("takes effect at once unless AWS's times are asked for", async () => {
    await using aws = await twoAccounts();
    const { list } = await openedBucket(aws);
    expect((await list()).KeyCount).toBe(0);
  });

  test("holds also for Block Public Access: a public policy is refused until its end has spread", async () => {
    await using aws = await twoAccounts({ likeAws });
    await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
    const none = {
      ...{ BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false },
    };
    await aws.a.s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: none }));
    const Policy = policyOf({ Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` });
    const open = () => aws.a.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await errorOf(open())).code).toBe("AccessDenied");
    await aws.emulator.clock.advance(awsPace.bucketConfiguration.toMs);
    await open();
  });

  test("holds also for versioning: what is put meanwhile has no version of its own", async () => {
    await using aws = await twoAccounts({ likeAws });
    await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await aws.a.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const put = () => aws.a.s3.send(new PutObjectCommand({ Bucket, Key: "pen", Body: "This is a pen" }));
    expect((await put()).VersionId).toBeUndefined();
    await aws.emulator.clock.advance(awsPace.bucketConfiguration.toMs);
    expect((await put()).VersionId).toHaveLength(32);
  });
});

describe("a deleted bucket", () => {
  test("is gone at once and listed for a while", async () => {
    await using aws = await twoAccounts({ likeAws });
    await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
    await aws.a.s3.send(new DeleteBucketCommand({ Bucket }));
    expect((await errorOf(aws.a.s3.send(new HeadBucketCommand({ Bucket })))).status).toBe(404);
    expect(await bucketNames(aws)).toEqual([Bucket]);
    await aws.emulator.clock.advance(awsPace.bucketListing.toMs);
    expect(await bucketNames(aws)).toEqual([]);
  });

  test("is listed once where there is a new one of its name", async () => {
    await using aws = await twoAccounts({ likeAws });
    await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
    await aws.a.s3.send(new DeleteBucketCommand({ Bucket }));
    await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
    expect(await bucketNames(aws)).toEqual([Bucket]);
  });

  test("is not listed unless AWS's times are asked for", async () => {
    await using aws = await twoAccounts();
    await aws.a.s3.send(new CreateBucketCommand({ Bucket }));
    await aws.a.s3.send(new DeleteBucketCommand({ Bucket }));
    expect(await bucketNames(aws)).toEqual([]);
  });
});

test("a grant counts when it has spread, and with its token before", async () => {
  await using aws = await twoAccounts({ likeAws, iamPropagationMs: 0 });
  const { KeyMetadata } = await aws.a.kms.send(new CreateKeyCommand());
  const KeyId = KeyMetadata?.Arn ?? "";
  const { arn, keys } = await makeUser(aws.b, "ann");
  const { kms } = aws.clientsOf(keys);
  const grant = { KeyId, GranteePrincipal: arn, Operations: ["Encrypt" as const] };
  const { GrantToken = "" } = await aws.a.kms.send(new CreateGrantCommand(grant));
  const encrypt = (GrantTokens?: string[]) =>
    kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("This is a pen"), GrantTokens }));
  expect((await errorOf(encrypt())).code).toBe("AccessDeniedException");
  expect((await encrypt([GrantToken])).KeyId).toBe(KeyId);
  await aws.emulator.clock.advance(awsPace.keyGrant.toMs);
  expect((await encrypt()).KeyId).toBe(KeyId);
});
