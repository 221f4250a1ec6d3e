import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { bucketArn } from "../arns.ts";
import { allowing, onlyArns } from "../policy-document.ts";
import { control } from "./control.ts";
import { mustBeRefused } from "./refused.ts";

export const foreignResource = control({
  name: "bucket-policies-are-validated",
  title: "a bucket policy for another bucket's objects is refused",
  measure: async ({ accountB, closedBucket }) => {
    const Bucket = await closedBucket;
    const policy = allowing(["s3:GetObject"], onlyArns(`${bucketArn(accountB.region, `not-${Bucket}`)}/*`), {
      principal: accountB,
    });
    return mustBeRefused(
      accountB.clients.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: String(policy) })),
      ["MalformedPolicy"],
      "a bucket policy for another bucket's objects is accepted",
    );
  },
});
