import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { allSettled } from "./all-settled.ts";
import { control } from "./control.ts";
import { accessDenied, mustBeRefused } from "./refused.ts";

/** Source: S3 User Guide, "Protecting data with AWS KMS keys": the AWS managed key is for its own account alone. */
export const managedKey = control({
  name: "aws-managed-key-is-closed-to-other-accounts",
  title: "account A may not read what is encrypted under account B's key aws/s3, although the bucket policy lets it",
  measure: async ({ accountA, accountB, openBucket }) => {
    const Bucket = await openBucket;
    const { s3 } = accountB.clients;
    const object = { Bucket, Body: "This is a pen" };
    await allSettled(
      s3.send(new PutObjectCommand({ ...object, Key: "plain" })),
      s3.send(new PutObjectCommand({ ...object, Key: "sealed", ServerSideEncryption: "aws:kms" })),
    );
    // Were this one refused, a refusal of the other would say nothing about keys.
    await accountA.clients.s3.send(new GetObjectCommand({ Bucket, Key: "plain" }));
    return mustBeRefused(
      accountA.clients.s3.send(new GetObjectCommand({ Bucket, Key: "sealed" })),
      accessDenied,
      "account A reads what is encrypted under account B's key aws/s3",
    );
  },
});
