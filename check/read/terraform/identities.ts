import { bucketArn, formatArn, iamArn } from "../../../emulator/index.ts";
import type { AccountAndRegion } from "../account-of-side.ts";
import type { TerraformResource } from "./document.ts";
import { computedName, type Drawing, drawnKeyId, drawnRoleId, uniqueEnd, unknownValue } from "./drawn.ts";
import { isUnknown } from "./values.ts";

/** Of whom an attribute is asked. */
export interface Identified {
  readonly resource: TerraformResource;
  readonly drawing: Drawing;
  /** Asked for where it is needed alone: not every resource shows whose it is. */
  account(): AccountAndRegion;
}

/**
 * An attribute that AWS gives and that follows from the name, the account and the region, with a mark for what is drawn at
 * apply. Undefined of what does not follow. Source: Terraform Registry, AWS provider, "Attribute Reference" of each resource.
 */
export function followingAttribute(identified: Identified, attribute: string): string | undefined {
  const { resource, drawing, account } = identified;
  const arn = (service: string, rest: string) => formatArn(service, account().region, account().id, rest);
  const name = () => nameOf(identified);
  const ofIam = (kind: string) => iamArn(account().region, account().id, `${kind}${pathOf(identified)}${name()}`);
  const is = (...attributes: readonly string[]) => attributes.includes(attribute);
  switch (resource.type) {
    case "aws_s3_bucket":
      return is("arn") ? bucketArn(account().region, name()) : is("id", "bucket") ? name() : undefined;
    case "aws_s3_bucket_policy":
    case "aws_s3_bucket_ownership_controls":
    case "aws_s3_bucket_public_access_block":
      return is("id", "bucket") ? givenText(resource, "bucket") : undefined;
    case "aws_iam_role":
      if (is("unique_id")) return drawnRoleId(drawing, resource);
      return is("arn") ? ofIam("role") : is("id", "name") ? name() : undefined;
    case "aws_iam_policy":
      return is("id", "arn") ? ofIam("policy") : is("name") ? name() : undefined;
    case "aws_kinesis_stream":
      return is("id", "arn") ? arn("kinesis", `stream/${name()}`) : is("name") ? name() : undefined;
    case "aws_kinesis_firehose_delivery_stream":
      return is("id", "arn") ? arn("firehose", `deliverystream/${name()}`) : is("name") ? name() : undefined;
    case "aws_kms_key":
    case "aws_kms_external_key": {
      const id = drawnKeyId(drawing, resource);
      return is("arn") ? arn("kms", `key/${id}`) : is("id", "key_id") ? id : undefined;
    }
    case "aws_kms_alias":
      return is("arn") ? arn("kms", name()) : is("id", "name") ? name() : undefined;
    case "aws_cloudwatch_log_group":
      return is("arn") ? arn("logs", `log-group:${name()}`) : is("id", "name") ? name() : undefined;
    case "aws_cloudwatch_log_stream":
      return is("id", "name") ? name() : undefined;
    default:
      return undefined;
  }
}

/** `/` unless it is given. */
function pathOf({ resource, drawing }: Identified): string {
  const { file, address, expressions } = resource;
  const path = givenText(resource, "path");
  if (path !== undefined || expressions.path === undefined || !isUnknown(resource, ["path"])) return path ?? "/";
  return unknownValue(drawing, { file, path: address }, `${address}.path`);
}

/**
 * What a resource will be called. Without a name of its own, the provider makes one up: `name_prefix`, or `terraform-`, and
 * 26 digits. Source: terraform-plugin-sdk, helper/id/id.go, and the
 * provider's internal/create/naming.go and internal/service/kms/alias.go, 2026.
 */
export function nameOf(identified: Identified): string {
  const { resource, drawing } = identified;
  const { type, expressions, address } = resource;
  const attribute = type === "aws_s3_bucket" ? "bucket" : "name";
  const known = givenText(resource, attribute) ?? drawing.physicalIds.get(address);
  if (known !== undefined) return known;
  // Of name and prefix, which exclude each other, a module may pass on both, one of them null.
  const prefix = givenText(resource, `${attribute}_prefix`);
  const isAsked = expressions[attribute] !== undefined || expressions[`${attribute}_prefix`] !== undefined;
  if (prefix === undefined && isAsked) return computedName(drawing, resource);
  const usual = type === "aws_kms_alias" ? "alias/" : "terraform-";
  return `${prefix ?? usual}${uniqueEnd(drawing, resource)}${namespaceEnd(identified)}`;
}

/** What ends the name of a bucket in its account's own namespace. Source: the provider's internal/service/s3/bucket.go, 2026. */
function namespaceEnd({ resource, account }: Identified): string {
  if (givenText(resource, "bucket_namespace") !== "account-regional") return "";
  const { id, region } = account();
  return `-${id}-${region}-an`;
}

/** The provider keeps what is not given as an empty text. */
function givenText({ values }: TerraformResource, attribute: string): string | undefined {
  const value = values[attribute];
  return typeof value === "string" && value !== "" ? value : undefined;
}
