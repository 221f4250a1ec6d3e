import { GetObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { createAws } from "../../emulator/index.ts";

const AssumeRolePolicyDocument = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

async function twoAccounts() {
  const aws = await createAws({ keyIds: ["11111111-2222-3333-4444-555555555555"] });
  const [a, b] = aws.accounts;
  if (a === undefined || b === undefined) throw new Error("there are not two accounts");
  return { aws, a, b };
}

describe("a call past the wire", () => {
  test("is carried out as the holder of the access key, and answers a body as bytes", async () => {
    const { aws, a } = await twoAccounts();
    await using _ = aws;
    const call = { accessKeyId: a.accessKeyId, service: "s3" } as const;
    await aws.call({ ...call, operation: "CreateBucket", input: { Bucket: "inbox" } });
    const { input } = new GetObjectCommand({ Bucket: "inbox", Key: "none" });
    await expect(aws.call({ ...call, operation: "GetObject", input })).rejects.toMatchObject({ code: "NoSuchKey" });
    const { Buckets } = (await aws.call({ ...call, operation: "ListBuckets", input: {} })) as { Buckets: unknown };
    expect(Buckets).toMatchObject([{ Name: "inbox" }]);
  });

  test("meets the same policies as any other", async () => {
    const { aws, a, b } = await twoAccounts();
    await using _ = aws;
    const create = { service: "s3", operation: "CreateBucket", input: { Bucket: "inbox" } } as const;
    await aws.call({ ...create, accessKeyId: a.accessKeyId });
    const list = { service: "s3", operation: "ListObjectsV2", input: { Bucket: "inbox" } } as const;
    await expect(aws.call({ ...list, accessKeyId: b.accessKeyId })).rejects.toMatchObject({ code: "AccessDenied" });
    await expect(aws.call({ ...list, accessKeyId: a.accessKeyId })).resolves.toMatchObject({ KeyCount: 0 });
  });

  test("creates a role under the unique id that was chosen for it, once", async () => {
    const arn = "arn:aws:iam::111111111111:role/delivery";
    await using aws = await createAws({ roleIds: new Map([[arn, "AROAEXAMPLEEXAMPLE123"]]) });
    const call = { accessKeyId: aws.accounts[0]?.accessKeyId, service: "iam" } as const;
    const create = async (RoleName: string) =>
      aws.call({ ...call, operation: "CreateRole", input: { RoleName, AssumeRolePolicyDocument } });
    expect(await create("delivery")).toMatchObject({ Role: { RoleId: "AROAEXAMPLEEXAMPLE123", Arn: arn } });
    expect(await create("other")).not.toMatchObject({ Role: { RoleId: "AROAEXAMPLEEXAMPLE123" } });
    await aws.call({ ...call, operation: "DeleteRole", input: { RoleName: "delivery" } });
    expect(await create("delivery")).not.toMatchObject({ Role: { RoleId: "AROAEXAMPLEEXAMPLE123" } });
  });

  test("creates keys under the ids that were chosen for them, and draws the next", async () => {
    const { aws, b } = await twoAccounts();
    await using _ = aws;
    const create = { accessKeyId: b.accessKeyId, service: "kms", operation: "CreateKey", input: {} } as const;
    expect(await aws.call(create)).toMatchObject({ KeyMetadata: { KeyId: "11111111-2222-3333-4444-555555555555" } });
    expect(await aws.call(create)).not.toMatchObject({
      KeyMetadata: { KeyId: "11111111-2222-3333-4444-555555555555" },
    });
  });

  test("by nobody is refused", async () => {
    const { aws } = await twoAccounts();
    await using _ = aws;
    const call = { accessKeyId: "AKIANOBODY", service: "s3", operation: "ListBuckets", input: {} } as const;
    await expect(aws.call(call)).rejects.toThrow("nobody has the access key `AKIANOBODY`");
  });
});
