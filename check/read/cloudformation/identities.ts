import { partitionOf } from "../../../emulator/index.ts";
import { InputError } from "../../input-error.ts";
import { isMark } from "../../unknown/unknown.ts";
import { functionArn } from "../function-permission.ts";
import { member, type Place, type Tree, textOf } from "../tree.ts";
import { drawnAttribute, drawnKeyId, drawnRoleId, generatedName } from "./drawn.ts";
import { conformed } from "./shapes.ts";
import { propertiesPath, type Resource, type Template } from "./template.ts";
import { rowOf, type TypeRow } from "./types.ts";

/** A property of a resource, its functions worked out. */
export type Property = (name: string) => Tree | undefined;

interface Described {
  readonly template: Template;
  readonly resource: Resource;
  readonly property: Property;
}

/** What `Ref` gives, with a mark for what is drawn when the stack is deployed. */
export function physicalId(template: Template, resource: Resource, property: Property): string {
  const described = { template, resource, property };
  const row = rowOf(resource.type);
  return row === undefined ? drawnAttribute(template, resource, "") : textFrom(row.ref, described, row, "");
}

/** What `Fn::GetAtt` gives. Throws an `InputError` where the type is known, and has no such attribute. */
export function attributeOf(
  template: Template,
  resource: Resource,
  property: Property,
  name: string,
  at: Place,
): string {
  const row = rowOf(resource.type);
  const text = row === undefined ? undefined : ownOf(row.attributes, name);
  if (row !== undefined && text !== undefined) return textFrom(text, { template, resource, property }, row, name);
  if (row === undefined || row.hasMore === true || isProperty(resource, name)) {
    return drawnAttribute(template, resource, name);
  }
  const known = Object.keys(row.attributes).map((each) => `\`${each}\``);
  throw new InputError(
    at,
    `${resource.type} has no attribute \`${name}\``,
    known.length === 0 ? "it has none: use Ref" : `it has ${known.join(", ")}`,
  );
}

function ownOf(attributes: TypeRow["attributes"], name: string): string | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

/** Some types give their properties as attributes, too. */
function isProperty({ tree }: Resource, name: string): boolean {
  return member(tree, "Properties", name) !== undefined;
}

function textFrom(text: string, described: Described, row: TypeRow, attribute: string): string {
  const { template, resource } = described;
  if (text === "?") return drawnAttribute(template, resource, attribute);
  return text.replace(/\{(\?|\w+)\}/g, (_whole, part: string) => {
    const value = parts.get(part) ?? ((it: Described) => propertyText(it, part));
    return value(described, row);
  });
}

/** What stands for the parts of the table's texts; any other is a property. */
const parts = new Map<string, (described: Described, row: TypeRow) => string>([
  ["partition", ({ template }) => partitionOf(template.account.region).name],
  ["suffix", ({ template }) => partitionOf(template.account.region).dnsSuffix],
  ["region", ({ template }) => template.account.region],
  ["account", ({ template }) => template.account.id],
  ["name", nameOf],
  ["path", ({ property }) => textOf(property("Path")) ?? "/"],
  ["keyId", ({ template, resource }) => drawnKeyId(template, resource)],
  ["roleId", ({ template, resource }) => drawnRoleId(template, resource)],
  ["function", functionOf],
  ["?", ({ template, resource }) => drawnAttribute(template, resource, "")],
]);

/** As the template has it, or as CloudFormation makes it. Throws an `InputError` where neither can be. */
function nameOf({ template, resource, property }: Described, row: TypeRow): string {
  const [nameProperty, most] = row.name ?? ["Name", 64];
  const written = property(nameProperty);
  if (written !== undefined) {
    return textOf(conformed(written, "text", propertiesPath(resource.logicalId, nameProperty))) ?? "";
  }
  if (row.isNamedByUser === true) {
    throw new InputError(
      resource.tree.at,
      `${resource.type} \`${resource.logicalId}\` has no \`${nameProperty}\``,
      "give it one",
    );
  }
  const isBucket = resource.type === "AWS::S3::Bucket";
  const generated = () => generatedName(template, resource, { most, isLowerCase: isBucket });
  return isBucket ? bucketName({ template, resource, property }, generated) : generated();
}

/**
 * To a prefix, and to a name that it makes up in an account's own namespace, CloudFormation adds `-<account>-<region>-an`.
 * Source: CloudFormation Template Reference, AWS::S3::Bucket, BucketNamePrefix.
 */
function bucketName({ template, resource, property }: Described, generated: () => string): string {
  const given = template.physicalIds.get(resource.logicalId);
  if (given !== undefined) return given;
  const prefix = textOf(property("BucketNamePrefix"));
  const { id, region } = template.account;
  const isAccountRegional = prefix !== undefined || textOf(property("BucketNamespace")) === "account-regional";
  const name = prefix ?? generated();
  return isAccountRegional ? `${name}-${id}-${region}-an` : name;
}

/** Drawn where the property is left out, for AWS makes one then. */
function propertyText({ template, resource, property }: Described, name: string): string {
  return textOf(property(name)) ?? drawnAttribute(template, resource, name);
}

/** ARN of the function that an alias or a version is of. */
function functionOf(described: Described): string {
  const name = propertyText(
    described,
    described.property("FunctionName") === undefined ? "TargetFunctionArn" : "FunctionName",
  );
  return isMark(name) ? name : functionArn(described.template.account, name);
}
