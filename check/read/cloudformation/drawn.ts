import type { SourceLocation } from "../../source.ts";
import {
  anyText,
  cutName,
  type GeneratedName,
  generatedEnd,
  isWhole,
  type KnownForm,
  keyId,
  lowerStackName,
  stackName,
  uniqueRoleId,
} from "../../unknown/forms.ts";
import { hasMark } from "../../unknown/unknown.ts";
import { locationOf } from "../tree.ts";
import type { Resource, Template } from "./template.ts";

/** What a template leaves to CloudFormation and AWS, as marks. */

/** The stack's name where nothing says it. */
export function unknownStackName({
  unknowns,
  id,
  file,
  side,
}: Pick<Template, "unknowns" | "id" | "file" | "side">): string {
  return unknowns.mark(`${id}#stack`, () => stackNamed(file, side, stackName));
}

function stackNamed(file: string, side: string, known: KnownForm) {
  return {
    ...known,
    what: `the name of the stack of ${file}`,
    shown: "<stack>",
    settledBy: `give --stack-name ${side}=<name>`,
    kind: "drawn" as const,
    source: { file },
  };
}

/** `<stack>-<logical id>-<drawn>`, cut where it is too long, in lower case for buckets; or as `--physical-id` says it. */
export function generatedName(
  template: Template,
  resource: Resource,
  { most, isLowerCase }: Pick<GeneratedName, "most" | "isLowerCase">,
): string {
  const { logicalId } = resource;
  const given = template.physicalIds.get(logicalId);
  if (given !== undefined) return given;
  const isNamed = !hasMark(template.stackName);
  const name = { logicalId, most, isLowerCase, ...(isNamed && { stackName: template.stackName }) };
  const isCut = isNamed && !isWhole(name);
  const mark = template.unknowns.mark(`${template.id}#${logicalId}#name`, () => {
    const text = isLowerCase ? logicalId.toLowerCase() : logicalId;
    return {
      ...(isCut ? cutName(name) : generatedEnd(name)),
      ...described(template, resource, "the name"),
      shown: isCut ? `<name of ${logicalId}, cut to ${most} characters>` : `${text}-<drawn at deployment>`,
    };
  });
  return isCut ? mark : `${beginningOf(template, isLowerCase)}-${mark}`;
}

/** What the name of a stack begins the names of its resources with. */
function beginningOf(template: Template, isLowerCase: boolean): string {
  const { unknowns, id, file, side, stackName: name } = template;
  if (!hasMark(name)) return isLowerCase ? name.toLowerCase() : name;
  if (isLowerCase) return unknowns.mark(`${id}#lower stack`, () => stackNamed(file, side, lowerStackName));
  // That of a nested stack is long, and CloudFormation cuts it: how much of it is left is not known.
  const isNested = template.passed !== undefined;
  return isNested ? unknowns.mark(`${id}#stack, cut`, () => stackNamed(file, side, stackName)) : name;
}

export function drawnKeyId(template: Template, resource: Resource): string {
  return (
    template.physicalIds.get(resource.logicalId) ??
    template.unknowns.mark(`${template.id}#${resource.logicalId}#key`, () => ({
      ...keyId,
      ...described(template, resource, "the id"),
      shown: `<id of ${resource.logicalId}>`,
    }))
  );
}

export function drawnRoleId(template: Template, resource: Resource): string {
  return template.unknowns.mark(`${template.id}#${resource.logicalId}#role id`, () => ({
    ...uniqueRoleId,
    ...described(template, resource, "the unique id"),
    settledBy: "give the role with its `roleId`, as a snapshot of the account has it",
    shown: `<unique id of ${resource.logicalId}>`,
  }));
}

/** What `Ref` or `Fn::GetAtt` gives of a type that is not read here. */
export function drawnAttribute(template: Template, resource: Resource, name: string): string {
  const what = name === "" ? `what \`Ref\` gives` : `\`${name}\``;
  return template.unknowns.mark(`${template.id}#${resource.logicalId}#attribute ${name}`, () => ({
    ...anyText,
    ...described(template, resource, what),
    settledBy: "write its value out in the template that is checked",
    // What a custom resource or a nested stack puts out may be a name of anything.
    kind: /^(?:Custom::|AWS::CloudFormation::)/.test(resource.type) ? "withheld" : "drawn",
    shown: `<${[resource.logicalId, name].filter((part) => part !== "").join(".")}>`,
  }));
}

function described(template: Template, { logicalId, type, tree }: Resource, what: string) {
  const source: SourceLocation = locationOf(tree, `Resources.${logicalId}`);
  return {
    what: `${what} of ${type} \`${logicalId}\` as deployed`,
    settledBy: `give --physical-id ${template.side}:${logicalId}=<name>`,
    kind: "drawn" as const,
    source,
  };
}
