import type { SourceLocation } from "../source.ts";
import { hclPolicy, hclResource, hclText, type NewResource } from "./hcl.ts";
import type { PlaceKind, PlaceOf, PolicyPlace } from "./place.ts";

type OwnResource = Pick<NewResource, "type" | "attributes">;

/** The resource that gives a policy to what it belongs to, of which `reference` is the address; undefined: none does. */
const resources: {
  readonly [Kind in PlaceKind]: ((reference: string, place: PlaceOf<Kind>) => OwnResource) | undefined;
} = {
  bucket: (reference) => ({ type: "aws_s3_bucket_policy", attributes: { bucket: `${reference}.id` } }),
  "backup-bucket": (reference) => ({ type: "aws_s3_bucket_policy", attributes: { bucket: `${reference}.id` } }),
  key: (reference) => ({ type: "aws_kms_key_policy", attributes: { key_id: `${reference}.id` } }),
  inline: (reference, { name }) => ({
    type: "aws_iam_role_policy",
    attributes: { name: hclText(name), role: `${reference}.id` },
  }),
  "data-stream": (reference) => ({
    type: "aws_kinesis_resource_policy",
    attributes: { resource_arn: `${reference}.arn` },
  }),
  trust: undefined,
  managed: undefined,
  "service-control": undefined,
  "resource-control": undefined,
};

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
  if (source.form !== "terraform") return undefined;
  const [, address, type, name, attribute] =
    /^((?:module\.[^.]+\.)*(aws_\w+)\.([\w-]+)(?:\[[^\]]*\])?)(?:\.(.+))?$/.exec(source.path ?? "") ?? [];
  const document = parsed(text);
  if (address === undefined || type === undefined || name === undefined || document === undefined) return undefined;
  if (!isNew) return `# ${address}\n${hclPolicy(attribute?.replace(/.*\./, "") ?? "policy", document)}`;
  const reference = address.replace(/^(?:module\.[^.]+\.)*/, "");
  const inModule = reference === address ? "" : `# in ${address.slice(0, -reference.length - 1)}\n`;
  const own = resources[place.kind] as ((reference: string, place: PolicyPlace) => OwnResource) | undefined;
  return own && `${inModule}${hclResource({ ...own(reference, place), name, document })}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
