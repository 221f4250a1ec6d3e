import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { bucketArn, iamArn } from "../arns.ts";
import { allowing, onlyArns } from "../policy-document.ts";
import { control } from "./control.ts";
import { mustBeRefused } from "./refused.ts";

export const unknownPrincipal = control({
  name: "unknown-principal-is-refused",
  title: "a bucket policy for a role that does not exist is refused",
  measure: async ({ accountA, accountB, closedBucket }) => {
    const Bucket = await closedBucket;
    const policy = allowing(["s3:GetObject"], onlyArns(`${bucketArn(accountB.region, Bucket)}/*`), {
      principal: { arn: iamArn(accountA.region, accountA.id, "role/nobody-has-made-it") },
    });
    return mustBeRefused(
      accountB.clients.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: String(policy) })),
      ["MalformedPolicy"],
      "a bucket policy for a role that does not exist is accepted",
    );
  },
});
