import type { Draft } from "../../draft.ts";
import { namedBy } from "../addresses.ts";
import type { Reading } from "../reading.ts";
import {
  lockBecause,
  readAccountPublicAccessBlock,
  readAcl,
  readBucket,
  readBucketPolicy,
  readEncryption,
  readOwnership,
  readPublicAccessBlock,
  readVersioning,
} from "./buckets.ts";
import { readAlias, readGrant, readKey, readKeyPolicy } from "./keys.ts";
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
  ["aws_kms_key", readKey],
  ["aws_kms_key_policy", readKeyPolicy],
  ["aws_kms_alias", readAlias],
  ["aws_kms_grant", readGrant],
  ["aws_cloudwatch_log_group", () => ({})],
  ["aws_cloudwatch_log_stream", readLogStream],
]);

/** Types that may change what a delivery meets, each with why; every other type has no part in it. */
const couldMatter = new Map([
  ["aws_organizations_policy", "policies of an organization are not read"],
  ["aws_organizations_policy_attachment", "policies of an organization are not read"],
  ["aws_s3_bucket_object_lock_configuration", lockBecause],
  ["aws_kms_replica_key", "replicas of keys are not emulated"],
  ["aws_kms_external_key", "keys with material of one's own are not emulated"],
  ["aws_cloudformation_stack", "what a stack creates is in a template of its own: give that one too"],
]);

/** Those that reach what they name, and nothing else. */
const mayWhereNamed = new Map<string, "allow-or-deny" | "deny">([
  ["aws_s3_bucket_object_lock_configuration", "deny"],
  ["aws_kms_replica_key", "deny"],
  ["aws_kms_external_key", "deny"],
  ["aws_cloudformation_stack", "allow-or-deny"],
]);

export function readResource(reading: Reading): Partial<Draft> {
  const { type, address } = reading.resource;
  const read = readers.get(type);
  if (read !== undefined) return read(reading);
  const because = couldMatter.get(type);
  const { source } = reading;
  const may = mayWhereNamed.get(type);
  const texts = may === undefined ? undefined : namedBy(reading.resource);
  return {
    notChecked: [
      {
        what: address,
        because: because ?? "it has no part in the delivery",
        source,
        couldMatter: because !== undefined,
        ...(may !== undefined && texts !== undefined && { reach: { kind: "what-it-names", texts, may } }),
      },
    ],
  };
}
