import { CreateRoleCommand, ListRoleTagsCommand } from "@aws-sdk/client-iam";
import { AddTagsToStreamCommand, CreateStreamCommand, ListTagsForStreamCommand } from "@aws-sdk/client-kinesis";
import { CreateKeyCommand, ListResourceTagsCommand } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  GetBucketTaggingCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TwoAccounts, twoAccounts } from "../support/clients.ts";
import { send, signed } from "../support/signed.ts";

let aws: TwoAccounts;
beforeAll(async () => {
  aws = await twoAccounts();
});
afterAll(() => aws[Symbol.asyncDispose]());

/** Names that objects of JavaScript have of their own are names like any others on AWS. */
describe.each(["__proto__", "prototype", "constructor", "toString", "hasOwnProperty"])(
  "the name %s is kept",
  (name) => {
    const text = name.replaceAll("_", "");
    const Tags = [{ Key: name, Value: "kept" }];

    test("of tags of a stream", async () => {
      const { kinesis } = aws.a;
      const StreamName = `of-${text}`;
      await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
      await aws.emulator.clock.advance(60_000);
      const tags = Object.fromEntries([[name, "kept"]]);
      await kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags: tags }));
      expect((await kinesis.send(new ListTagsForStreamCommand({ StreamName }))).Tags).toEqual(Tags);
    });

    test("of tags of roles and keys", async () => {
      const trust = { Effect: "Allow", Principal: { AWS: aws.accountA.id }, Action: "sts:AssumeRole" };
      const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
      const RoleName = `of-${text}`;
      await aws.a.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Tags }));
      expect((await aws.a.iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toEqual(Tags);
      const created = await aws.a.kms.send(new CreateKeyCommand({ Tags: [{ TagKey: name, TagValue: "kept" }] }));
      const listed = await aws.a.kms.send(new ListResourceTagsCommand({ KeyId: created.KeyMetadata?.KeyId }));
      expect(listed.Tags).toEqual([{ TagKey: name, TagValue: "kept" }]);
    });

    test("of tags of buckets and objects, of metadata and of objects", async () => {
      const { s3 } = aws.b;
      const Bucket = `of-${text.toLowerCase()}`;
      await s3.send(new CreateBucketCommand({ Bucket }));
      await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: Tags } }));
      expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(Tags);
      await s3.send(new PutObjectCommand({ Bucket, Key: name, Body: "kept" }));
      await s3.send(new PutObjectTaggingCommand({ Bucket, Key: name, Tagging: { TagSet: Tags } }));
      expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: name }))).TagSet).toEqual(Tags);
      const header = `x-amz-meta-${name.toLowerCase()}`;
      const put = { method: "PUT", target: `/${Bucket}/${name}`, headers: { [header]: "kept" }, body: "kept" };
      const keys = aws.accountB;
      expect((await send(aws.emulator, signed(aws.emulator, put, { keys, service: "s3" }))).status).toBe(200);
      const head = { method: "HEAD", target: `/${Bucket}/${name}` };
      const { headers } = await send(aws.emulator, signed(aws.emulator, head, { keys, service: "s3" }));
      expect(headers[header]).toBe("kept");
      expect((await s3.send(new HeadObjectCommand({ Bucket, Key: name }))).ContentLength).toBe(4);
    });
  },
);
