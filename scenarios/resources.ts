/** Policies that name the right actions on the wrong resource: a bucket is one thing, its objects are another. */
import { bucketArn } from "../harness/arns.ts";
import { allowing, type Bucket, deliveryActions, onlyArns, readActions, type Scenario } from "../harness/index.ts";
import { bucketPolicyRefused, notDelivered, type Parts } from "./delivery.ts";

const code = "S3.AccessDenied";
const twin = "cross-account-delivery";

export const resourceScenarios: readonly Scenario[] = [
  notDelivered({
    name: "resources/role-policy-for-another-bucket",
    title: "nothing arrives where the role's policy is still for the bucket of before",
    twin,
    code,
    change: { rolePolicy: (parts) => roleAllowingOn(parts, ...ofBefore(parts.bucket)), isLater: true },
  }),
  notDelivered({
    name: "resources/role-policy-for-the-bucket-alone",
    title: "nothing arrives where the role's policy names the bucket but not its objects",
    twin,
    code,
    change: { rolePolicy: (parts) => roleAllowingOn(parts, parts.bucket.arn) },
  }),
  notDelivered({
    name: "resources/role-policy-for-the-objects-alone",
    title: "nothing arrives where the role's policy names the bucket's objects but not the bucket",
    twin,
    code,
    change: { rolePolicy: (parts) => roleAllowingOn(parts, parts.bucket.objectsArn), isLater: true },
  }),
  notDelivered({
    name: "resources/bucket-policy-for-other-objects",
    title: "nothing arrives where the bucket policy covers only the objects under another prefix",
    twin,
    code,
    change: {
      bucketPolicy: ({ bucket }, principal) =>
        allowing(deliveryActions, onlyArns(bucket.arn, `${bucket.arn}/elsewhere/*`), {
          sid: "AllowDelivery",
          principal,
        }),
    },
  }),
  ...(["bucket", "objects"] as const).map((part) =>
    bucketPolicyRefused({
      name: `resources/bucket-policy-for-the-${part}-alone`,
      title: `a bucket policy with all seven actions that names only ${part === "bucket" ? "the bucket" : "its objects"} is refused`,
      twin,
      policy: (bucket, principal) =>
        allowing(deliveryActions, onlyArns(part === "bucket" ? bucket.arn : bucket.objectsArn), { principal }),
      message: "Action does not apply to any resource(s) in statement",
    }),
  ),
  bucketPolicyRefused({
    name: "resources/bucket-policy-for-another-bucket",
    title: "a bucket policy that names another bucket is refused",
    twin,
    policy: (bucket, principal) => allowing(deliveryActions, onlyArns(...ofBefore(bucket)), { principal }),
    message: "Policy has invalid resource",
  }),
];

/** Of a bucket that policies were made for earlier. */
function ofBefore({ owner }: Bucket): readonly string[] {
  const arn = bucketArn(owner.region, "before");
  return [arn, `${arn}/*`];
}

function roleAllowingOn({ dataStream }: Parts, ...arns: readonly string[]) {
  return allowing(deliveryActions, onlyArns(...arns), { sid: "WriteObjects" }).and(
    allowing(readActions, dataStream, { sid: "ReadStream" }),
  );
}
