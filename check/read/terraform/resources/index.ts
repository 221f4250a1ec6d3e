import { unlessUnreadable } from "../../../input-error.ts";
import type { Unreadable } from "../../../part.ts";
import type { Draft } from "../../draft.ts";
import type { Reading } from "../reading.ts";
import {
  readAccountPublicAccessBlock,
  readAcl,
  readBucket,
  readBucketPolicy,
  readEncryption,
  readObjectLock,
  readOwnership,
  readPublicAccessBlock,
  readVersioning,
} from "./buckets.ts";
import { readFunctionPermission } from "./functions.ts";
import { otherKeys, readAlias, readGrant, readKey, readKeyPolicy, readOtherKey } from "./keys.ts";
import { readAttachment, readAttachments, readManagedPolicy, readRole, readRolePolicy } from "./roles.ts";
import { readDataStream, readDataStreamPolicy, readDeliveryStream, readLogStream } from "./streams.ts";

const readers = new Map<string, (reading: Reading) => Partial<Draft>>([
  ["aws_kinesis_firehose_delivery_stream", readDeliveryStream],
  ["aws_kinesis_stream", readDataStream],
  ["aws_kinesis_resource_policy", readDataStreamPolicy],
  ["aws_iam_role", readRole],
  ["aws_iam_role_policy", readRolePolicy],
  ["aws_iam_policy", readManagedPolicy],
  ["aws_iam_role_policy_attachment", readAttachment],
  ["aws_iam_policy_attachment", readAttachment],
  ["aws_iam_role_policy_attachments_exclusive", readAttachments],
  ["aws_iam_role_policies_exclusive", () => ({})],
  ["aws_s3_bucket", readBucket],
  ["aws_s3_bucket_policy", readBucketPolicy],
  ["aws_s3_bucket_ownership_controls", readOwnership],
  ["aws_s3_bucket_acl", readAcl],
  ["aws_s3_bucket_public_access_block", readPublicAccessBlock],
  ["aws_s3_account_public_access_block", readAccountPublicAccessBlock],
  ["aws_s3_bucket_server_side_encryption_configuration", readEncryption],
  ["aws_s3_bucket_versioning", readVersioning],
  ["aws_s3_bucket_object_lock_configuration", readObjectLock],
  ["aws_kms_key", readKey],
  ["aws_kms_key_policy", readKeyPolicy],
  ["aws_kms_alias", readAlias],
  ["aws_kms_grant", readGrant],
  ["aws_lambda_permission", readFunctionPermission],
  ["aws_cloudwatch_log_group", () => ({})],
  ["aws_cloudwatch_log_stream", readLogStream],
  // Read together: see organizations.ts.
  ["aws_organizations_policy", () => ({})],
  ["aws_organizations_policy_attachment", () => ({})],
  ["aws_cloudformation_stack", readStack],
  ...Object.keys(otherKeys).map((type) => [type, readOtherKey] as const),
]);

/** What has no reader has no part in a delivery. */
export function readResource(reading: Reading): Partial<Draft> {
  const { type, address } = reading.resource;
  const read = readers.get(type);
  if (read !== undefined) return read(reading);
  const { source } = reading;
  return {
    notChecked: [{ what: address, because: "it has no part in the delivery", source, couldMatter: false }],
  };
}

/** aws_cloudformation_stack. */
function readStack({ resource, source, allTexts }: Reading): Partial<Draft> {
  return {
    notChecked: [
      {
        what: resource.address,
        because: "what a stack creates is in a template of its own: give that one too",
        source,
        couldMatter: true,
        reach: { kind: "what-it-names", texts: allTexts(), may: "allow-or-deny" },
      },
    ],
  };
}

/** What a resource that could not be read is, or is of. Where even that is not known, it has no name. */
export function subjectOf(reading: Reading): Pick<Unreadable, "kind" | "name"> {
  const { resource, text, texts, attribute } = reading;
  const { type } = resource;
  switch (type) {
    case "aws_kinesis_firehose_delivery_stream":
      return { kind: "delivery-stream", name: reading.name };
    case "aws_kinesis_stream":
      return { kind: "data-stream", name: unlessUnreadable(() => attribute("arn")) };
    case "aws_kinesis_resource_policy":
      return { kind: "data-stream", name: unlessUnreadable(() => text("resource_arn")) };
    case "aws_iam_role":
      return { kind: "role", name: reading.name };
    case "aws_iam_role_policy":
    case "aws_iam_role_policy_attachment":
      return { kind: "of-role", name: unlessUnreadable(() => text("role")) };
    case "aws_iam_role_policy_attachments_exclusive":
      return { kind: "of-role", name: unlessUnreadable(() => text("role_name")) };
    case "aws_iam_policy_attachment":
      return { kind: "of-role", name: unlessUnreadable(() => texts("roles").join(" ")) };
    case "aws_iam_policy":
      return { kind: "policy", name: unlessUnreadable(() => attribute("arn")) };
    case "aws_s3_bucket":
      return { kind: "bucket", name: reading.name };
    case "aws_kms_key":
      return { kind: "key", name: unlessUnreadable(() => attribute("arn").replace(/.*\//, "")) };
    case "aws_kms_alias":
      return { kind: "key", name: unlessUnreadable(() => text("target_key_id")) };
    case "aws_kms_key_policy":
    case "aws_kms_grant":
      return { kind: "key", name: unlessUnreadable(() => text("key_id")) };
    default:
      if (readers.has(type) && type.startsWith("aws_s3_bucket_")) {
        return { kind: "bucket", name: unlessUnreadable(() => text("bucket")) };
      }
      return { kind: "other", name: undefined };
  }
}
