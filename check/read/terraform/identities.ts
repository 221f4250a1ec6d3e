import { createHash } from "node:crypto";
import type { AccountAndRegion } from "../account-of-side.ts";
import type { TerraformResource } from "./document.ts";

/**
 * An attribute that AWS gives and that follows from the name, the account and the region. A key's id is drawn when the key
 * is made; here it follows from the address. Undefined of what does not follow. Source: Terraform Registry, AWS provider,
 * "Attribute Reference" of each resource.
 */
export function followingAttribute(
  resource: TerraformResource,
  account: () => AccountAndRegion,
  attribute: string,
): string | undefined {
  const { type, values } = resource;
  const named = (name: string) => (typeof values[name] === "string" ? (values[name] as string) : undefined);
  const arn = (service: string, rest: string) => `arn:aws:${service}:${account().region}:${account().id}:${rest}`;
  const iamArn = (kind: string) => `arn:aws:iam::${account().id}:${kind}${named("path") ?? "/"}${named("name")}`;
  switch (type) {
    case "aws_s3_bucket": {
      const bucket = named("bucket");
      if (bucket === undefined) return undefined;
      return attribute === "arn" ? `arn:aws:s3:::${bucket}` : isOneOf(attribute, "id", "bucket") ? bucket : undefined;
    }
    case "aws_s3_bucket_policy":
    case "aws_s3_bucket_ownership_controls":
    case "aws_s3_bucket_public_access_block":
      return isOneOf(attribute, "id", "bucket") ? named("bucket") : undefined;
    case "aws_iam_role":
      if (named("name") === undefined) return undefined;
      return attribute === "arn" ? iamArn("role") : isOneOf(attribute, "id", "name") ? named("name") : undefined;
    case "aws_iam_policy":
      return isOneOf(attribute, "id", "arn") && named("name") !== undefined ? iamArn("policy") : undefined;
    case "aws_kinesis_stream":
      return isOneOf(attribute, "id", "arn") ? arn("kinesis", `stream/${named("name")}`) : undefined;
    case "aws_kinesis_firehose_delivery_stream":
      return isOneOf(attribute, "id", "arn") ? arn("firehose", `deliverystream/${named("name")}`) : undefined;
    case "aws_kms_key": {
      const id = keyIdOf(resource, account());
      return attribute === "arn" ? arn("kms", `key/${id}`) : isOneOf(attribute, "id", "key_id") ? id : undefined;
    }
    case "aws_kms_alias":
      if (attribute === "target_key_arn") return undefined;
      return attribute === "arn" ? arn("kms", named("name") ?? "") : attribute === "id" ? named("name") : undefined;
    case "aws_cloudwatch_log_group":
      return attribute === "arn" ? arn("logs", `log-group:${named("name")}`) : named("name");
    case "aws_cloudwatch_log_stream":
      return isOneOf(attribute, "id", "name") ? named("name") : undefined;
    default:
      return undefined;
  }
}

function isOneOf(attribute: string, ...attributes: readonly string[]): boolean {
  return attributes.includes(attribute);
}

function keyIdOf({ address }: TerraformResource, { id, region }: AccountAndRegion): string {
  const hex = createHash("sha256").update(`${id}/${region}/${address}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
