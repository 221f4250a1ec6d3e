import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  type ObjectOwnership,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import type { Clients, TwoAccounts } from "../../support/clients.ts";

export const Bucket = "landing";

/** A bucket of B's; its public access is not blocked where the test is about that. */
export async function bucketOfB(
  world: TwoAccounts,
  { ownership, open = false }: { readonly ownership?: ObjectOwnership; readonly open?: boolean } = {},
) {
  const { s3 } = world.b;
  await s3.send(new CreateBucketCommand({ Bucket, ObjectOwnership: ownership }));
  if (open) await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  return {
    s3,
    put: (Key: string, Body: PutObjectCommandInput["Body"], more: Partial<PutObjectCommandInput> = {}) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more })),
    read: (Key: string, more: Partial<GetObjectCommandInput> = {}) => read(world.b, Key, more),
  };
}

export async function read(
  clients: Clients,
  Key: string,
  more: Partial<GetObjectCommandInput> = {},
): Promise<string | undefined> {
  const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Body?.transformToString();
}

/** Statements of one bucket policy; Resource is the bucket and its objects unless given. */
export async function putPolicy(world: TwoAccounts, ...statements: readonly object[]): Promise<void> {
  const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
  const Statement = statements.map((each) => ({ Effect: "Allow", Resource, ...each }));
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await world.b.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
}
