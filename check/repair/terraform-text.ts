import type { SourceLocation } from "../source.ts";
import type { PolicyPlace } from "./change.ts";
import { hclPolicy, hclResource, hclText, type NewResource } from "./hcl.ts";

/**
 * A policy as Terraform has it: the attribute of the resource that it stands in, or a resource of its own where there was
 * none. Undefined where the source is no resource of Terraform, or the text no JSON.
 */
export function terraformText(
  source: SourceLocation,
  place: PolicyPlace,
  text: string,
  isNew: boolean,
): string | undefined {
  const [, address, type, name, attribute] =
    /^((?:module\.[^.]+\.)*(aws_\w+)\.([\w-]+)(?:\[[^\]]*\])?)(?:\.(.+))?$/.exec(source.path ?? "") ?? [];
  const document = parsed(text);
  if (address === undefined || type === undefined || name === undefined || document === undefined) return undefined;
  if (!isNew) return `# ${address}\n${hclPolicy(attribute?.replace(/.*\./, "") ?? "policy", document)}`;
  const reference = address.replace(/^(?:module\.[^.]+\.)*/, "");
  const inModule = reference === address ? "" : `# in ${address.slice(0, -reference.length - 1)}\n`;
  const resource = newResource(place, reference);
  return resource && `${inModule}${hclResource({ ...resource, name, document })}`;
}

function newResource(place: PolicyPlace, reference: string): Pick<NewResource, "type" | "attributes"> | undefined {
  switch (place.kind) {
    case "bucket":
      return { type: "aws_s3_bucket_policy", attributes: { bucket: `${reference}.id` } };
    case "key":
      return { type: "aws_kms_key_policy", attributes: { key_id: `${reference}.id` } };
    case "inline":
      return { type: "aws_iam_role_policy", attributes: { name: hclText(place.name), role: `${reference}.id` } };
    case "data-stream":
      return { type: "aws_kinesis_resource_policy", attributes: { resource_arn: `${reference}.arn` } };
    case "trust":
    case "managed":
      return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
