import type { NotChecked } from "../../configuration.ts";
import { InputError } from "../../input-error.ts";
import type { Part } from "../../part.ts";
import type { Reading } from "./reading.ts";

/**
 * `aws_s3_bucket_acl` is a call of its own, which S3 refuses whatever the ACL is where Object Ownership has switched ACLs
 * off; that it is `private` helps at creation alone. The apply fails there, and whether what it would have done after that is done is
 * open. Source: S3 User Guide, "Controlling ownership of objects and disabling
 * ACLs for your bucket".
 */
export function withoutRefusedAcls(part: Part, readings: readonly Reading[]): Part {
  const acls = readings.filter(({ resource }) => resource.type === "aws_s3_bucket_acl");
  const isRefused = (name: string | undefined) => {
    const bucket = part.buckets.find((each) => each.name === name);
    const { objectOwnership = "BucketOwnerEnforced" } = bucket ?? {};
    return bucket !== undefined && objectOwnership === "BucketOwnerEnforced";
  };
  const refused = acls.filter((reading) => isRefused(bucketOf(reading)));
  const names = new Set(refused.map(bucketOf));
  return {
    ...part,
    buckets: part.buckets.map((bucket) => {
      const { acl: _refused, ...kept } = bucket;
      return names.has(bucket.name) ? kept : bucket;
    }),
    notChecked: [
      ...part.notChecked,
      ...refused.map(
        (reading): NotChecked => ({
          what: reading.resource.address,
          because: "S3 refuses it (AccessControlListNotSupported), for the bucket's ACLs are switched off",
          source: reading.source,
          couldMatter: true,
          reach: { kind: "what-it-names", texts: [bucketOf(reading) ?? ""], may: "deny" },
        }),
      ),
    ],
  };
}

/** Of a bucket that cannot be told, nobody says whether it has ACLs. */
function bucketOf({ text }: Reading): string | undefined {
  try {
    return text("bucket");
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
