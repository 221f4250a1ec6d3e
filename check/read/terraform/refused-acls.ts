import type { Part } from "../../part.ts";
import type { Reading } from "./reading.ts";

/**
 * `aws_s3_bucket_acl` is a call of its own, which S3 refuses whatever the ACL is where Object Ownership has switched ACLs
 * off; that it is `private` helps at creation alone. Source: S3 User Guide, "Controlling ownership of objects and disabling
 * ACLs for your bucket".
 */
export function withoutRefusedAcls(part: Part, readings: readonly Reading[]): Part {
  const acls = readings.filter(({ resource }) => resource.type === "aws_s3_bucket_acl");
  const isRefused = (name: string | undefined) => {
    const bucket = part.buckets.find((each) => each.name === name);
    const { objectOwnership = "BucketOwnerEnforced" } = bucket ?? {};
    return bucket !== undefined && objectOwnership === "BucketOwnerEnforced";
  };
  const refused = acls.filter(({ text }) => isRefused(text("bucket")));
  const names = new Set(refused.map(({ text }) => text("bucket")));
  return {
    ...part,
    buckets: part.buckets.map((bucket) => {
      const { acl: _refused, ...kept } = bucket;
      return names.has(bucket.name) ? kept : bucket;
    }),
    notChecked: [
      ...part.notChecked,
      ...refused.map(({ resource, source }) => ({
        what: resource.address,
        because: "S3 refuses it (AccessControlListNotSupported), for the bucket's ACLs are switched off",
        source,
        couldMatter: true,
      })),
    ],
  };
}
