/** What takes back an access that both sides allow: explicit denies, conditions, a permissions boundary, public access. */
import { allowing, denying, onlyArns, type Scenario } from "../harness/index.ts";
import { bucketAllowing, type Delivery, delivered, notDelivered } from "./delivery.ts";

const code = "S3.AccessDenied";

export const limitScenarios: readonly Scenario[] = [
  notDelivered({
    name: "limits/explicit-deny",
    leansOn: ["explicit-deny-is-enforced"],
    title: "nothing arrives where account B allows the role and denies it as well",
    twin: "limits/deny-without-full-control",
    code,
    change: {
      bucketPolicy: (parts, role) =>
        bucketAllowing(parts, role).and(
          denying(["s3:PutObject"], onlyArns(parts.bucket.objectsArn), { sid: "NoWrites", principal: role }),
        ),
    },
  }),
  delivered({
    name: "limits/deny-without-full-control",
    title: "the record arrives where account B denies what comes without bucket-owner-full-control: Firehose sends it",
    twin: "limits/deny-another-acl",
    change: { bucketPolicy: (parts, role) => bucketAllowing(parts, role).and(denyOtherAcls(parts.bucket.objectsArn)) },
  }),
  notDelivered({
    name: "limits/deny-another-acl",
    title: "nothing arrives where account B denies every ACL but private",
    twin: "limits/deny-without-full-control",
    code,
    change: {
      bucketPolicy: (parts, role) => bucketAllowing(parts, role).and(denyOtherAcls(parts.bucket.objectsArn, "private")),
    },
  }),
  delivered({
    name: "limits/deny-without-tls",
    title: "the record arrives where account B denies what comes without TLS",
    twin: "limits/deny-other-addresses",
    change: {
      bucketPolicy: (parts, role) =>
        bucketAllowing(parts, role).and(
          denying(["s3:*"], parts.bucket, {
            sid: "OnlyTls",
            principal: "*",
            condition: { Bool: { "aws:SecureTransport": "false" } },
          }),
        ),
    },
  }),
  notDelivered({
    name: "limits/deny-other-addresses",
    title: "nothing arrives where account B lets in only its own network, for Firehose comes from AWS's",
    twin: "limits/deny-without-tls",
    code,
    change: {
      bucketPolicy: (parts, role) =>
        bucketAllowing(parts, role).and(
          denying(["s3:PutObject"], onlyArns(parts.bucket.objectsArn), {
            sid: "OnlyOffice",
            principal: "*",
            condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
          }),
        ),
    },
  }),
  notDelivered({
    name: "limits/deny-without-encryption-header",
    title: "nothing arrives where account B denies what comes without an encryption header, for Firehose sends none",
    twin: "limits/deny-without-full-control",
    code,
    change: {
      bucketPolicy: (parts, role) =>
        bucketAllowing(parts, role).and(
          denying(["s3:PutObject"], onlyArns(parts.bucket.objectsArn), {
            sid: "OnlyEncrypted",
            principal: "*",
            condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
          }),
        ),
    },
  }),
  notDelivered({
    name: "limits/boundary-without-s3",
    title: "nothing arrives where the role's permissions boundary leaves out S3",
    twin: "limits/boundary-with-s3",
    code,
    change: { afterwards: (delivery) => bound(delivery, "without-s3", ["kinesis:*", "logs:*"]) },
  }),
  delivered({
    name: "limits/boundary-with-s3",
    title: "the record arrives where the role's permissions boundary includes S3",
    twin: "limits/boundary-without-s3",
    change: { afterwards: (delivery) => bound(delivery, "with-s3", ["kinesis:*", "logs:*", "s3:*"]) },
  }),
  notDelivered({
    name: "limits/public-statement",
    title: "nothing arrives where another statement makes the bucket public and public buckets are restricted",
    twin: "limits/public-statement-unrestricted",
    code,
    change: { afterwards: (delivery) => makePublic(delivery, { restrictPublicBuckets: true }) },
  }),
  delivered({
    name: "limits/public-statement-unrestricted",
    title: "the record arrives where another statement makes the bucket public and nothing restricts that",
    twin: "limits/public-statement",
    change: { afterwards: (delivery) => makePublic(delivery, { restrictPublicBuckets: false }) },
  }),
];

function denyOtherAcls(objectsArn: string, acl = "bucket-owner-full-control") {
  return denying(["s3:PutObject"], onlyArns(objectsArn), {
    sid: "OnlyThisAcl",
    principal: "*",
    condition: { StringNotEquals: { "s3:x-amz-acl": acl } },
  });
}

async function bound({ role }: Delivery, part: string, actions: readonly string[]): Promise<void> {
  await role.putBoundary(allowing(actions, onlyArns("*"), { sid: "Boundary" }), part);
}

async function makePublic(
  { bucket, role, ...parts }: Delivery,
  { restrictPublicBuckets }: { readonly restrictPublicBuckets: boolean },
): Promise<void> {
  await bucket.blockPublicAccess({ blockPublicPolicy: false, restrictPublicBuckets });
  await bucket.putPolicy(
    bucketAllowing({ bucket, ...parts }, role).and(
      allowing(["s3:GetObject"], onlyArns(bucket.objectsArn), { sid: "Everyone", principal: "*" }),
    ),
  );
}
