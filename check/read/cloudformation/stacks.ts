import { InputError, unlessUnreadable } from "../../input-error.ts";
import type { Missing } from "../../missing.ts";
import { accountOrMarks } from "../account-of-side.ts";
import type { ReadingSettings, Side } from "../input-reader.ts";
import { ofSide } from "../of-side.ts";
import { locationOf, member, type Place, type Tree, textOf } from "../tree.ts";
import type { Scope } from "./call.ts";
import { generatedName, unknownStackName } from "./drawn.ts";
import { evaluate } from "./evaluate.ts";
import type { TemplateInput } from "./input.ts";
import { expanded } from "./macros.ts";
import type { OutputsOf } from "./output-references.ts";
import { type FindExport, scopeOf } from "./scope.ts";
import { type Resource, resourcesOf, type Template } from "./template.ts";

/** A stack that a template would become. */
export interface Stack {
  readonly template: Template;
  readonly scope: Scope;
  /** Of a nested stack, the resource that it is. */
  readonly around?: ResourceOfStack;
  /** What the command line does not say of it. */
  readonly missing?: readonly Missing[];
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

/** What the stacks that are read together put out. */
export interface Others {
  readonly exportsFor: (importer: Template) => FindExport;
  readonly outputsOf: OutputsOf;
}

/** The stack of a template, and those nested in it. Throws an `InputError` on what is no template. */
export function stacksOf(
  input: TemplateInput & { readonly side: Side },
  settings: ReadingSettings,
  others: Others,
): readonly Stack[] {
  const { unknowns } = settings;
  const { file, side } = input;
  const { missing, ...account } = accountOrMarks(side, input.account ?? {}, settings, { file });
  const stackName =
    input.stackName ?? settings.stackNames?.[side] ?? unknownStackName({ unknowns, id: file, file, side });
  const [stack, ...nested] = withNested(
    input,
    {
      id: file,
      side,
      stackName,
      account,
      unknowns,
      decisions: settings.decisions ?? new Map<string, boolean>(),
      parameters: ofSide(side, settings.parameters),
      physicalIds: ofSide(side, settings.physicalIds),
    },
    others,
  );
  return stack === undefined ? [] : [{ ...stack, missing }, ...nested];
}

/** What a stack is deployed as, and by whom. */
type Deployment = Omit<Template, "file" | "text" | "format" | "root" | "generatedBy" | "isNested">;

function withNested(
  input: TemplateInput,
  deployment: Deployment,
  others: Others,
  around?: ResourceOfStack,
): readonly Stack[] {
  const nested = new Map<string, Stack>();
  const template = expanded({ ...templateOf(input, deployment), isNested: (logicalId) => nested.has(logicalId) });
  const scope = scopeOf(template, {
    findExport: others.exportsFor(template),
    outputsOf: others.outputsOf,
    findOutput(logicalId, name, at) {
      const stack = nested.get(logicalId);
      return stack === undefined ? undefined : outputOf(stack, name, at);
    },
  });
  const stack: Stack = { template, scope, ...(around !== undefined && { around }) };
  const inner = resourcesOf(template).flatMap((resource) => {
    const of = input.nested?.get(resource.logicalId);
    if (of === undefined) return [];
    // One that is no template stands in the way of what needs it, as one that is not given does.
    const stacks =
      unlessUnreadable(() => withNested(of, nestedDeployment(stack, resource), others, { stack, resource })) ?? [];
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
