import type { NotChecked } from "../configuration.ts";
import { InputError } from "../input-error.ts";
import type { Part } from "../part.ts";
import { anyText } from "../unknown/forms.ts";
import { textsIn } from "../unknown/texts.ts";
import { type AccountAndRegion, accountOrMarks } from "./account-of-side.ts";
import { unknownStackName } from "./cloudformation/drawn.ts";
import { evaluate, type Scope } from "./cloudformation/evaluate.ts";
import { outputsBySide } from "./cloudformation/outputs.ts";
import { readingOf } from "./cloudformation/reading.ts";
import { referencesIn } from "./cloudformation/references.ts";
import { readResource, subjectOf } from "./cloudformation/resources/index.ts";
import { type FindExport, scopeOf } from "./cloudformation/scope.ts";
import { isLoop, type Resource, resourcesOf, type Template } from "./cloudformation/template.ts";
import { assembled, type Draft, joined } from "./draft.ts";
import type { ReadingSettings, Side } from "./input-reader.ts";
import { ofSide } from "./of-side.ts";
import { itemsOf, locationOf, member, membersOf, type Place, plain, scalar, type Tree, textOf } from "./tree.ts";

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
  /** What writes the file anew: `cdk synth`. */
  readonly generatedBy?: string;
}

/** Whether a value is a template, by what only templates have. */
export function isTemplate(root: Tree): boolean {
  if (member(root, "AWSTemplateFormatVersion") !== undefined || isBare(root)) return true;
  const [[, first] = []] = membersOf(member(root, "Resources"));
  return /^\w+::\w+/.test(textOf(member(first, "Type")) ?? "");
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
  const [deployed, empty] = partition(inputs, ({ root }) => membersOf(member(root, "Resources")).length > 0);
  const accounts = deployed.map((input) => accountFor(input, settings));
  const templates = deployed.map((input, index) => templateOf(input, settings, accounts[index] as TemplateAccount));
  for (const value of templates.flatMap(secretValues)) settings.learnSecret?.(value);
  refuseStrangeParameters(templates);
  const scopes = new Map<Template, Scope>();
  const exportsOf = new Map(templates.map((template) => [template, exportsBy(template, () => scopes.get(template))]));
  const exporting =
    (importer: Template): FindExport =>
    (name, at) => {
      for (const template of templates) {
        if (template.account.id !== importer.account.id || template.account.region !== importer.account.region)
          continue;
        const value = exportsOf.get(template)?.(name, at);
        if (value !== undefined) return value;
      }
      const mark = importer.unknowns.mark(`${importer.account.id}/${importer.account.region}#export ${name}`, () => ({
        ...anyText,
        what: `the export \`${name}\``,
        shown: `<export ${name}>`,
        settledBy: "give the template that exports it, too",
        kind: "withheld",
        source: at,
      }));
      return scalar(mark, at);
    };
  const outputsOf = outputsBySide(templates, scopes);
  for (const template of templates) {
    scopes.set(template, scopeOf(template, { findExport: exporting(template), outputsOf }));
  }
  const drafts = [...scopes].map(([template, scope]) => draftOf(template, scope));
  const missing = accounts.flatMap((account) => account.missing);
  return assembled([...drafts, { notChecked: empty.map(notDeployed), missing }]);
}

function partition<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): readonly [Item[], Item[]] {
  const { true: first = [], false: second = [] } = Object.groupBy(items, (item) => (isFirst(item) ? "true" : "false"));
  return [first, second];
}

/** CloudFormation takes no template without resources, and the CDK writes such and does not deploy them. */
function notDeployed({ file }: TemplateInput): NotChecked {
  const because = "it has no resources, and is not deployed";
  return { what: `the stack of ${file}`, because, source: { file }, couldMatter: false };
}

type TemplateAccount = ReturnType<typeof accountFor>;

function accountFor(input: TemplateInput, settings: ReadingSettings) {
  const { file, root } = input;
  if (root.kind !== "dictionary" || member(root, "Resources")?.kind !== "dictionary") {
    throw new InputError(
      locationOf(root),
      "this is no CloudFormation template: its Resources are no resources by name",
    );
  }
  const side = input.side ?? sideByContents({ root, file });
  return { side, root, ...accountOrMarks(side, input.account ?? {}, settings, { file }) };
}

function templateOf(
  input: TemplateInput,
  settings: ReadingSettings,
  { side, root, id, region }: TemplateAccount,
): Template {
  const { file, text, format } = input;
  const { unknowns, decisions = new Map<string, boolean>() } = settings;
  const account = { id, region };
  const stackName = input.stackName ?? settings.stackNames?.[side] ?? unknownStackName({ unknowns, file, side });
  const parameters = ofSide(side, settings.parameters);
  const physicalIds = ofSide(side, settings.physicalIds);
  const { generatedBy } = input;
  const written = { file, text, format, root, ...(generatedBy !== undefined && { generatedBy }) };
  return { ...written, stackName, side, account, unknowns, decisions, parameters, physicalIds };
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

/** Who has the delivery stream is A; who has a bucket and no delivery stream is B. */
function sideByContents(template: Pick<Template, "root" | "file">): Side {
  const types = new Set(resourcesOf(template).map(({ type }) => type));
  if (types.has("AWS::KinesisFirehose::DeliveryStream")) return "A";
  if (types.has("AWS::S3::Bucket") || types.has("AWS::S3::BucketPolicy")) return "B";
  if (types.has("AWS::Kinesis::Stream")) return "A";
  const { file } = template;
  throw new InputError({ file }, "it does not show which account it is for", `give it as A=${file} or B=${file}`);
}

type Export = (name: string, at: Place) => Tree | undefined;

/** Finds the exports of a template. Each is worked out once, when it is first asked for. */
function exportsBy(template: Template, scopeOfIt: () => Scope | undefined): Export {
  const known = new Map<string, Tree | undefined>();
  const open = new Set<string>();
  return (name, at) => {
    const scope = scopeOfIt();
    if (scope === undefined || known.has(name)) return known.get(name);
    if (open.has(name)) throw new InputError(at, `the export \`${name}\` imports itself`);
    open.add(name);
    try {
      const value = exportOf(template, name, scope);
      known.set(name, value);
      return value;
    } finally {
      open.delete(name);
    }
  };
}

function exportOf(template: Template, name: string, scope: Scope): Tree | undefined {
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
  const read = resourcesOf(template).map((resource) => readOrNote(template, resource, scope));
  const own = {
    accounts: [{ ...account, source: { file } }],
    notChecked: [...transforms(root, file), ...loops(template, scope)],
    references: referencesIn(template, scope),
  };
  return joined([own, ...read]);
}

/** What comes of a loop may allow or deny whatever it names: by its name, or as a resource of the template. */
function loops(template: Template, scope: Scope): Draft["notChecked"] {
  const logicalIds = new Set(resourcesOf(template).map(({ logicalId }) => logicalId));
  return membersOf(member(template.root, "Resources"))
    .filter(([name]) => isLoop(name))
    .map(([name, tree]) => {
      const written = textsIn(plain(tree));
      const referred = written.filter((text) => logicalIds.has(text)).map((id) => textOf(scope.reference(id, tree.at)));
      const texts = [...written, ...referred.filter((each) => each !== undefined)];
      return {
        what: `the resources of \`${name}\``,
        because: "loops are not unrolled",
        source: locationOf(tree, `Resources.${name}`),
        couldMatter: true,
        reach: { kind: "what-it-names", texts, may: "allow-or-deny" },
      };
    });
}

/** What cannot be read is in the way of a delivery that needs it, and of no other. */
function readOrNote(template: Template, resource: Resource, scope: Scope): Partial<Draft> {
  const reading = readingOf(template, resource, scope);
  try {
    return isIncluded(resource.tree, scope) ? readResource(reading) : {};
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { unreadable: [{ ...subjectOf(reading), what: `${resource.type} \`${resource.logicalId}\``, error }] };
  }
}

/** Macros that AWS provides and that touch nothing but their own resources. */
const harmlessTransforms = /^AWS::(?:LanguageExtensions|Serverless-|SecretsManager-|CodeDeployBlueGreen)/;

/** What a macro makes of a template is known once it is deployed. */
function transforms(root: Tree, file: string): Draft["notChecked"] {
  return itemsOf(member(root, "Transform")).map((transform) => {
    const name = textOf(transform) ?? textOf(member(transform, "Name")) ?? "";
    const source = locationOf(transform, "Transform");
    const what = `Transform ${name}`;
    if (harmlessTransforms.test(name)) {
      return { what, because: "it touches resources of its own alone", source, couldMatter: false };
    }
    const because = "it may rewrite every resource of its template";
    return { what, because, source, couldMatter: true, reach: { kind: "file", file } };
  });
}
