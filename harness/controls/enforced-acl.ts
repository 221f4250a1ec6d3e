import { PutObjectCommand } from "@aws-sdk/client-s3";
import { control } from "./control.ts";
import { mustBeRefused } from "./refused.ts";

export const enforcedAcl = control({
  name: "acl-is-refused-under-enforced-ownership",
  title: "a new bucket, which is BucketOwnerEnforced, refuses an object with an ACL of its own",
  measure: async ({ accountB, closedBucket }) =>
    mustBeRefused(
      accountB.clients.s3.send(
        new PutObjectCommand({
          Bucket: await closedBucket,
          Key: "with-acl",
          Body: "This is a pen",
          ACL: "public-read",
        }),
      ),
      ["AccessControlListNotSupported"],
      "an object with an ACL is accepted where ACLs are disabled",
    ),
});
