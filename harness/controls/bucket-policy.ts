import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { control } from "./control.ts";
import { accessDenied, mustBeRefused } from "./refused.ts";

export const bucketPolicy = control({
  name: "bucket-policy-is-enforced",
  title: "account A may do nothing in account B's bucket without a bucket policy",
  measure: async ({ accountA, closedBucket }) =>
    mustBeRefused(
      accountA.clients.s3.send(new ListObjectsV2Command({ Bucket: await closedBucket })),
      accessDenied,
      "account A may list account B's bucket, which has no policy",
    ),
});
