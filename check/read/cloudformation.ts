import type { NotChecked } from "../configuration.ts";
import { InputError } from "../input-error.ts";
import type { Part } from "../part.ts";
import { exportsAmong } from "./cloudformation/exports.ts";
import type { TemplateInput } from "./cloudformation/input.ts";
import { whyFalse } from "./cloudformation/left-out.ts";
import { leftOutByLoops, loopNotes } from "./cloudformation/loop-notes.ts";
import { isLoop } from "./cloudformation/loops.ts";
import { macroNotes } from "./cloudformation/macros.ts";
import { outputsBySide } from "./cloudformation/outputs.ts";
import { type Reading, readingOf } from "./cloudformation/reading.ts";
import { referencesIn } from "./cloudformation/references.ts";
import { readResource, subjectOf } from "./cloudformation/resources/index.ts";
import { withSides } from "./cloudformation/sides.ts";
import { conditionOf, excluded, type ResourceOfStack, type Stack, stacksOf } from "./cloudformation/stacks.ts";
import { type Resource, resourcesOf, type Template } from "./cloudformation/template.ts";
import { assembled, type Draft, joined } from "./draft.ts";
import type { ReadingSettings } from "./input-reader.ts";
import { member, membersOf, type Tree, textOf } from "./tree.ts";

export type { TemplateInput } from "./cloudformation/input.ts";

/** Whether a value is a template, by what only templates have. */
export function isTemplate(root: Tree): boolean {
  if (member(root, "AWSTemplateFormatVersion") !== undefined || isBare(root)) return true;
  const resources = membersOf(member(root, "Resources"));
  return resources.some(([name, tree]) => isLoop(name) || /^\w+::\w+/.test(textOf(member(tree, "Type")) ?? ""));
}

/** What the CDK writes of a stack that nobody put anything into. */
function isBare(root: Tree): boolean {
  return member(root, "Resources") === undefined && member(root, "Parameters", "BootstrapVersion") !== undefined;
}

/**
 * What CloudFormation templates describe, together: they may import each other's exports and attach policies to each
 * other's roles. Throws an `InputError` on what cannot be worked out without deploying. Source: CloudFormation User Guide
 * and Template Reference.
 */
export function readTemplates(inputs: readonly TemplateInput[], settings: ReadingSettings): Part {
  const deployed = inputs.filter(({ root }) => !isEmpty(root));
  const stacks: Stack[] = [];
  const around = {
    exportsFor: exportsAmong(() => stacks),
    outputsOf: outputsBySide(() => stacks, settings.outputsBeside),
  };
  for (const input of withSides(deployed)) stacks.push(...stacksOf(input, settings, around));
  const templates = stacks.map(({ template }) => template);
  for (const value of templates.flatMap(secretValues)) settings.learnSecret?.(value);
  refuseStrangeParameters(templates);
  const notChecked = inputs.filter(({ root }) => isEmpty(root)).map(notDeployed);
  const missing = stacks.flatMap((stack) => stack.missing ?? []);
  return assembled([...stacks.map(draftOf), { notChecked, missing }]);
}

function isEmpty(root: Tree): boolean {
  const resources = member(root, "Resources");
  return resources === undefined ? root.kind === "dictionary" : membersOf(resources).length === 0 && isMap(resources);
}

function isMap({ kind }: Tree): boolean {
  return kind === "dictionary";
}

/** CloudFormation takes no template without resources, and the CDK writes such and does not deploy them. */
function notDeployed({ file }: TemplateInput): NotChecked {
  const because = "it has no resources, and is not deployed";
  return { what: `the stack of ${file}`, because, source: { file }, couldMatter: false };
}

/** Values of parameters with `NoEcho`. Source: CloudFormation User Guide, "Parameters". */
function secretValues({ root, parameters }: Template): readonly string[] {
  return membersOf(member(root, "Parameters"))
    .filter(([, declared]) => /^(?:true|yes)$/i.test(textOf(member(declared, "NoEcho")) ?? ""))
    .flatMap(([name, declared]) => [parameters.get(name), textOf(member(declared, "Default"))])
    .filter((value) => value !== undefined);
}

/** A parameter that none of the templates has was misspelt, or is meant for another input. */
function refuseStrangeParameters(templates: readonly Template[]): void {
  const declared = new Set(
    templates.flatMap(({ root }) => membersOf(member(root, "Parameters")).map(([name]) => name)),
  );
  for (const { parameters, file } of templates) {
    for (const name of parameters.keys()) {
      if (declared.has(name)) continue;
      const fix =
        declared.size === 0
          ? "leave it out"
          : `there ${declared.size === 1 ? "is" : "are"} ${[...declared].map((each) => `\`${each}\``).join(", ")}`;
      throw new InputError({ file }, `no template has a parameter \`${name}\``, fix);
    }
  }
}

function draftOf(stack: Stack): Draft {
  const { template, scope } = stack;
  const { account, file } = template;
  const read = resourcesOf(template).map((resource) => readOrNote(stack, resource));
  const own = {
    accounts: [{ ...account, source: { file } }],
    notChecked: [...macroNotes(template), ...loopNotes(template, scope)],
    leftOut: leftOutByLoops(template, scope),
    references: referencesIn(template, scope),
  };
  return joined([own, ...read]);
}

/** What is left out for a condition is told where a delivery could be lacking it. */
function leftOut(reading: Reading, { stack, resource: excludedBy }: ResourceOfStack): Partial<Draft> {
  const { resource, source } = reading;
  const { kind, name } = subjectOf(reading);
  const why = whyFalse(stack.template, conditionOf(excludedBy.tree, stack.scope) ?? "", stack.scope);
  if (kind === "other" || why === undefined) return {};
  const because = `it is left out: ${why.because}`;
  const fix = why.fix === undefined ? {} : { fix: why.fix };
  const what = `${resource.type} \`${resource.logicalId}\``;
  const note = { what, because: [because, why.fix].join("; ").replace(/; $/, ""), source, couldMatter: false };
  return { leftOut: [{ kind, name, what, because, ...fix, source }], notChecked: [note] };
}

/** What cannot be read is in the way of a delivery that needs it, and of no other. */
function readOrNote(stack: Stack, resource: Resource): Partial<Draft> {
  const reading = readingOf(stack.template, resource, stack.scope);
  try {
    const by = excluded({ stack, resource });
    return by === undefined ? readResource(reading) : leftOut(reading, by);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { unreadable: [{ ...subjectOf(reading), what: `${resource.type} \`${resource.logicalId}\``, error }] };
  }
}
