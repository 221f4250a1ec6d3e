import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { bucketArn } from "../arns.ts";
import { allowing, onlyArns } from "../policy-document.ts";
import { control } from "./control.ts";
import { accessDenied, mustBeRefused } from "./refused.ts";

export const publicPolicy = control({
  name: "public-policy-is-blocked",
  title: "a new bucket blocks policies that make it public",
  measure: async ({ accountB, closedBucket }) => {
    const Bucket = await closedBucket;
    const policy = allowing(["s3:GetObject"], onlyArns(`${bucketArn(accountB.region, Bucket)}/*`), { principal: "*" });
    return mustBeRefused(
      accountB.clients.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: String(policy) })),
      accessDenied,
      "a policy that makes a new bucket public is accepted",
    );
  },
});
