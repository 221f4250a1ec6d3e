import { basename } from "node:path";
import { InputError } from "../input-error.ts";
import type { Part } from "../part.ts";
import { type AccountAndRegion, accountOfSide } from "./account-of-side.ts";
import { evaluate, type Scope } from "./cloudformation/evaluate.ts";
import { readingOf } from "./cloudformation/reading.ts";
import { readResource } from "./cloudformation/resources/index.ts";
import { type FindExport, scopeOf } from "./cloudformation/scope.ts";
import { type Resource, resourcesOf, type Template } from "./cloudformation/template.ts";
import { assembled, type Draft, joined } from "./draft.ts";
import type { ReadSettings, Side } from "./input-reader.ts";
import { itemsOf, locationOf, member, membersOf, type Tree, textOf } from "./tree.ts";

/** A template that was parsed, and what is known about its stack besides. */
export interface TemplateInput {
  readonly file: string;
  readonly text: string;
  readonly format: "json" | "yaml";
  readonly root: Tree;
  /** Which account it is for, where the user or a CDK manifest says so. */
  readonly side?: Side;
  readonly account?: Partial<AccountAndRegion>;
  readonly stackName?: string;
}

/** Whether a value is a template, by what only templates have. */
export function isTemplate(root: Tree): boolean {
  if (member(root, "AWSTemplateFormatVersion") !== undefined) return true;
  const [[, first] = []] = membersOf(member(root, "Resources"));
  return /^\w+::\w+/.test(textOf(member(first, "Type")) ?? "");
}

/**
 * What CloudFormation templates describe, together: they may import each other's exports and attach policies to each
 * other's roles. Throws an `InputError` on what cannot be worked out without deploying. Source: CloudFormation User Guide
 * and Template Reference.
 */
export function readTemplates(inputs: readonly TemplateInput[], settings: ReadSettings): Part {
  const templates = inputs.map((input) => templateOf(input, settings));
  const scopes = new Map<Template, Scope>();
  const exporting =
    (importer: Template): FindExport =>
    (name, at) => {
      for (const template of templates) {
        if (template.account.id !== importer.account.id || template.account.region !== importer.account.region)
          continue;
        const value = exportOf(template, name, (each) => scopes.get(each));
        if (value !== undefined) return value;
      }
      throw new InputError(at, `no template that is given exports \`${name}\``, "give the template that does, too");
    };
  for (const template of templates) scopes.set(template, scopeOf(template, exporting(template)));
  return assembled([...scopes].map(([template, scope]) => draftOf(template, scope)));
}

function templateOf(input: TemplateInput, settings: ReadSettings): Template {
  const { file, text, format, root, stackName = basename(file).replace(/\.(?:template\.)?\w+$/, "") } = input;
  if (root.kind !== "dictionary" || member(root, "Resources")?.kind !== "dictionary") {
    throw new InputError(locationOf(root), "this is no CloudFormation template: it has no Resources");
  }
  const side = input.side ?? sideByContents({ root, file });
  const account = accountOfSide(side, input.account ?? {}, settings, { file });
  return { file, text, format, root, stackName, account, parameters: parametersOf(side, settings) };
}

/** Who has the delivery stream is A; who has a bucket and no delivery stream is B. */
function sideByContents(template: Pick<Template, "root" | "file">): Side {
  const types = new Set(resourcesOf(template).map(({ type }) => type));
  if (types.has("AWS::KinesisFirehose::DeliveryStream")) return "A";
  if (types.has("AWS::S3::Bucket") || types.has("AWS::S3::BucketPolicy")) return "B";
  if (types.has("AWS::Kinesis::Stream")) return "A";
  const { file } = template;
  throw new InputError({ file }, "it does not show which account it is for", `give it as A=${file} or B=${file}`);
}

function exportOf(template: Template, name: string, scopeFor: (each: Template) => Scope | undefined): Tree | undefined {
  const scope = scopeFor(template);
  if (scope === undefined) return undefined;
  for (const [, output] of membersOf(member(template.root, "Outputs"))) {
    const exported = member(output, "Export", "Name");
    const value = member(output, "Value");
    if (exported === undefined || value === undefined || !isIncluded(output, scope)) continue;
    if (textOf(evaluate(exported, scope)) === name) return evaluate(value, scope);
  }
  return undefined;
}

/** Its condition holds, or it has none. */
function isIncluded(tree: Tree, scope: Scope): boolean {
  const condition = member(tree, "Condition");
  return condition === undefined || scope.condition(textOf(condition) ?? "", condition.at);
}

function draftOf(template: Template, scope: Scope): Draft {
  const { account, root, file } = template;
  const included = resourcesOf(template).filter(({ tree }) => isIncluded(tree, scope));
  return joined([
    { accounts: [{ ...account, source: { file } }], notChecked: transforms(root) },
    ...included.map((resource: Resource) => readResource(readingOf(template, resource, scope))),
  ]);
}

/** What a macro makes of a template is known once it is deployed. */
function transforms(root: Tree): Draft["notChecked"] {
  return itemsOf(member(root, "Transform")).flatMap((transform) => {
    const name = textOf(transform) ?? textOf(member(transform, "Name")) ?? "";
    if (name === "AWS::LanguageExtensions") return [];
    const because = "what the transform adds to the template is not known here";
    return [{ what: `Transform ${name}`, because, source: locationOf(transform, "Transform"), couldMatter: true }];
  });
}

/** Parameters for one side's templates: those for both, and its own. */
function parametersOf(side: Side, { parameters = {} }: ReadSettings): ReadonlyMap<string, string> {
  const all = Object.entries(parameters);
  const own = all.filter(([name]) => name.startsWith(`${side}:`));
  return new Map([
    ...all.filter(([name]) => !/^[AB]:/.test(name)),
    ...own.map(([name, value]) => [name.slice(2), value] as const),
  ]);
}
