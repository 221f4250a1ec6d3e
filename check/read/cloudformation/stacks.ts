import { InputError, unlessUnreadable } from "../../input-error.ts";
import { accountOfSide } from "../account-of-side.ts";
import type { ReadingSettings, Side } from "../input-reader.ts";
import { ofSide } from "../of-side.ts";
import { itemsOf, locationOf, member, membersOf, type Place, type Tree, textOf } from "../tree.ts";
import type { Scope } from "./call.ts";
import { generatedName, unknownStackName } from "./drawn.ts";
import { evaluate } from "./evaluate.ts";
import type { TemplateInput } from "./input.ts";
import { expanded } from "./macros.ts";
import { type FindExport, scopeOf } from "./scope.ts";
import { type Resource, resourcesOf, type Template } from "./template.ts";

/** A stack that a template would become. */
export interface Stack {
  readonly template: Template;
  readonly scope: Scope;
  /** Of a nested stack, the resource that it is. */
  readonly around?: ResourceOfStack;
}

export interface ResourceOfStack {
  readonly stack: Stack;
  readonly resource: Resource;
}

/** The resource itself, or the nested stack around it, whose condition leaves it out; undefined where it is created. */
export function excluded({ stack, resource }: ResourceOfStack): ResourceOfStack | undefined {
  const outer = stack.around === undefined ? undefined : excluded(stack.around);
  if (outer !== undefined) return outer;
  return isIncluded(resource.tree, stack.scope) ? undefined : { stack, resource };
}

type ExportsFor = (importer: Template) => FindExport;

/** The stack of a template, and those nested in it. Throws an `InputError` on what is no template. */
export function stacksOf(input: TemplateInput, settings: ReadingSettings, exportsFor: ExportsFor): readonly Stack[] {
  const { unknowns } = settings;
  const { file } = input;
  const side = input.side ?? sideByContents(input);
  const stackName =
    input.stackName ?? settings.stackNames?.[side] ?? unknownStackName({ unknowns, id: file, file, side });
  return withNested(
    input,
    {
      id: file,
      side,
      stackName,
      account: accountOfSide(side, input.account ?? {}, settings, { file }),
      unknowns,
      decisions: settings.decisions ?? new Map<string, boolean>(),
      parameters: ofSide(side, settings.parameters),
      physicalIds: ofSide(side, settings.physicalIds),
    },
    exportsFor,
  );
}

/** What a stack is deployed as, and by whom. */
type Deployment = Omit<Template, "file" | "text" | "format" | "root" | "generatedBy" | "isNested">;

function withNested(
  input: TemplateInput,
  deployment: Deployment,
  exportsFor: ExportsFor,
  around?: ResourceOfStack,
): readonly Stack[] {
  const nested = new Map<string, Stack>();
  const template = expanded({ ...templateOf(input, deployment), isNested: (logicalId) => nested.has(logicalId) });
  const scope = scopeOf(template, exportsFor(template), (logicalId, name, at) => {
    const stack = nested.get(logicalId);
    return stack === undefined ? undefined : outputOf(stack, name, at);
  });
  const stack: Stack = { template, scope, ...(around !== undefined && { around }) };
  const inner = resourcesOf(template).flatMap((resource) => {
    const of = input.nested?.get(resource.logicalId);
    if (of === undefined) return [];
    // One that is no template stands in the way of what needs it, as one that is not given does.
    const stacks =
      unlessUnreadable(() => withNested(of, nestedDeployment(stack, resource), exportsFor, { stack, resource })) ?? [];
    if (stacks[0] !== undefined) nested.set(resource.logicalId, stacks[0]);
    return stacks;
  });
  return [stack, ...inner];
}

function templateOf(input: TemplateInput, deployment: Deployment): Omit<Template, "isNested"> {
  const { file, text, format, root, generatedBy } = input;
  if (root.kind !== "dictionary" || member(root, "Resources")?.kind !== "dictionary") {
    throw new InputError(locationOf(root), "this is no CloudFormation template: it has no Resources");
  }
  return {
    ...deployment,
    file,
    text,
    format,
    root,
    ...(generatedBy !== undefined && { generatedBy }),
  };
}

function nestedDeployment({ template, scope }: Stack, resource: Resource): Deployment {
  const { id, side, account, unknowns, decisions, parameters, physicalIds } = template;
  const given = member(resource.tree, "Properties", "Parameters");
  return {
    id: `${id}/${resource.logicalId}`,
    side,
    account,
    unknowns,
    decisions,
    parameters,
    physicalIds,
    stackName: generatedName(template, resource, { most: 128, isLowerCase: false }),
    passed(name) {
      const value = member(given, name);
      return value === undefined ? undefined : passedText(evaluate(value, scope));
    },
  };
}

/** A list is passed as one text. Source: Template Reference, AWS::CloudFormation::Stack, Parameters. */
function passedText(value: Tree | undefined): string | undefined {
  return value?.kind === "list" ? value.items.map((each) => textOf(each) ?? "").join(",") : textOf(value);
}

function outputOf({ template, scope }: Stack, name: string, at: Place): Tree | undefined {
  const value = member(template.root, "Outputs", name, "Value");
  if (value !== undefined) return evaluate(value, scope);
  throw new InputError(at, `${template.file} has no output \`${name}\``, "name one of its Outputs");
}

/** Its condition holds, or it has none. */
export function isIncluded(tree: Tree, scope: Scope): boolean {
  const condition = conditionOf(tree, scope);
  return condition === undefined || scope.condition(condition, tree.at);
}

/** Name of the condition of a resource or an output. AWS::LanguageExtensions lets it be worked out, and be none. */
export function conditionOf(tree: Tree, scope: Scope): string | undefined {
  const written = member(tree, "Condition");
  const condition = written === undefined ? undefined : evaluate(written, scope);
  return condition === undefined ? undefined : (textOf(condition) ?? "");
}

/** Who has the delivery stream is A; who has a bucket and no delivery stream is B. */
function sideByContents(input: TemplateInput): Side {
  const types = new Set(typesIn(input));
  if (types.has("AWS::KinesisFirehose::DeliveryStream")) return "A";
  if (types.has("AWS::S3::Bucket") || types.has("AWS::S3::BucketPolicy")) return "B";
  if (types.has("AWS::Kinesis::Stream")) return "A";
  const { file } = input;
  throw new InputError({ file }, "it does not show which account it is for", `give it as A=${file} or B=${file}`);
}

/** Types of its resources, those of loops and nested stacks among them. */
function typesIn({ root, nested = new Map() }: TemplateInput): readonly string[] {
  return [
    ...membersOf(member(root, "Resources")).flatMap(([, tree]) => typesOf(tree)),
    ...[...nested.values()].flatMap(typesIn),
  ];
}

function typesOf(tree: Tree): readonly string[] {
  if (tree.kind === "list")
    return itemsOf(tree).flatMap((item) => membersOf(item).flatMap(([, each]) => typesOf(each)));
  const type = textOf(member(tree, "Type"));
  return type === undefined ? [] : [type];
}
