import type { SourceLocation } from "../../source.ts";
import { anyText, type KnownForm, keyId, uniqueRoleId } from "../../unknown/forms.ts";
import type { Unknowns } from "../../unknown/unknown.ts";
import type { TerraformResource } from "./document.ts";

/** What a plan leaves to the provider and AWS, as marks. */
export interface Drawing {
  readonly unknowns: Unknowns;
  /** By address, as the user gives them. */
  readonly physicalIds: ReadonlyMap<string, string>;
  /** `A:`, where the input shows whose its resources are. */
  readonly sidePrefix: string;
}

type Resource = Pick<TerraformResource, "file" | "address" | "type">;

/**
 * The time of the apply in 18 digits, and 8 hexadecimal ones that count. The sample is of a time that no apply is of. Source:
 * terraform-plugin-sdk, helper/id/id.go, 2026.
 */
const uniqueEndForm: KnownForm = {
  form: ["20", { characters: "[0-9]", least: 16, most: 16 }, { characters: "[0-9a-f]", least: 8, most: 8 }],
  sampleOf: (draw) => `2099${draw.replaceAll(/[a-f]/g, "9").slice(0, 14)}${draw.slice(14, 22)}`,
};

/** The end of a name that the provider makes up: behind `name_prefix`, or behind `terraform-`. */
export function uniqueEnd(drawing: Drawing, resource: Resource): string {
  return drawing.unknowns.mark(`${resource.file}#${resource.address}#unique`, () => ({
    ...uniqueEndForm,
    ...described(drawing, resource, "the name"),
    shown: "<drawn at apply>",
  }));
}

/** A name that is put together of what is not known: a plan tells what of, and not how. */
export function computedName(drawing: Drawing, resource: Resource): string {
  return drawing.unknowns.mark(`${resource.file}#${resource.address}#name`, () => ({
    ...nameOfType(resource.type),
    ...described(drawing, resource, "the name"),
    shown: `<name of ${resource.address}>`,
  }));
}

/** Sources: S3 User Guide, "General purpose bucket naming rules"; IAM User Guide, "IAM and AWS STS quotas". */
function nameOfType(type: string): KnownForm {
  if (type === "aws_s3_bucket") {
    return {
      form: [{ characters: "[a-z0-9.-]", least: 3, most: 63 }],
      sampleOf: (draw) => `zq${draw.slice(0, 14)}`,
    };
  }
  return {
    form: [{ characters: "[A-Za-z0-9_+=,.@/-]", least: 1, most: 256 }],
    sampleOf: (draw) => `zq${draw.slice(0, 14)}`,
  };
}

export function drawnKeyId(drawing: Drawing, resource: Resource): string {
  return (
    drawing.physicalIds.get(resource.address) ??
    drawing.unknowns.mark(`${resource.file}#${resource.address}#key`, () => ({
      ...keyId,
      ...described(drawing, resource, "the id"),
      shown: `<id of ${resource.address}>`,
    }))
  );
}

export function drawnRoleId(drawing: Drawing, resource: Resource): string {
  return drawing.unknowns.mark(`${resource.file}#${resource.address}#role id`, () => ({
    ...uniqueRoleId,
    ...described(drawing, resource, "the unique id"),
    settledBy: onceApplied,
    shown: `<unique id of ${resource.address}>`,
  }));
}

/**
 * The value of something that is read for its text alone: an attribute of a resource whose type is not known here, or of a
 * data source that is read during apply. `name`: as the configuration refers to it, `aws_sqs_queue.q.arn`.
 */
export function unknownValue(
  { unknowns }: Drawing,
  source: SourceLocation,
  name: string,
  more: { readonly isListed?: true } = {},
): string {
  return unknowns.mark(`${source.file}#${name}`, () => ({
    ...anyText,
    ...more,
    what: `\`${name}\` of ${source.file}, which is known after apply`,
    shown: `<${name}>`,
    settledBy: onceApplied,
    kind: "withheld",
    source,
  }));
}

/** What stands behind an ARN in a text that is put together of it: nothing, or what makes it the ARN of a part. */
export function endBehind({ unknowns }: Drawing, source: SourceLocation, name: string, arn: string): string {
  return unknowns.mark(`${source.file}#${name}#end#${arn}`, () => ({
    form: [{ characters: "[^]", least: 0, most: 2048 }],
    sampleOf: (draw) => `/zq${draw.slice(0, 14)}`,
    isListed: true,
    what: `the end of the ARNs in \`${name}\` of ${source.file}`,
    shown: "<or what is behind it>",
    settledBy: onceAppliedOrNamed,
    kind: "withheld",
    source,
  }));
}

const onceApplied = "give the state once it is applied";

/** An ARN that is put together of a name is known before apply. */
export const onceAppliedOrNamed = `${onceApplied}, or write the ARNs from names, as in "arn:aws:s3:::\${var.bucket}/*"`;

function described({ sidePrefix }: Drawing, { file, address }: Resource, what: string) {
  return {
    what: `${what} of ${address} as applied`,
    settledBy: `give --physical-id ${quoted(`${sidePrefix}${address}=<${what.replace(/^the (?:unique )?/, "")}>`)}, or the state once it is applied`,
    kind: "drawn" as const,
    source: { file, path: address },
  };
}

/** An index by a text has quotation marks, which a shell takes away. */
function quoted(text: string): string {
  return /["$[]/.test(text) ? `'${text}'` : text;
}
