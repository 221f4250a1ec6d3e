import { readFileSync } from "node:fs";
import { parseDocument, type ScalarTag } from "yaml";

export interface StackSettings {
  readonly accountId: string;
  readonly region: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface StackResource {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Node = Readonly<Record<string, unknown>>;

interface Template {
  readonly Parameters: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Conditions: Node;
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Condition?: string; readonly Properties: Node }>
  >;
}

/** The short forms of CloudFormation's functions that our template uses, in their long form. */
const functions: Readonly<Record<string, string>> = {
  "!Ref": "Ref",
  "!Sub": "Fn::Sub",
  "!If": "Fn::If",
  "!Equals": "Fn::Equals",
  "!Not": "Fn::Not",
  "!GetAtt": "Fn::GetAtt",
};

/** The resources of a stack by their logical ids, with every function evaluated. Throws on what it does not know. */
export function resourcesOf(file: string, settings: StackSettings): ReadonlyMap<string, StackResource> {
  const template = readTemplate(file);
  const resolve = resolverOf(template, settings);
  return new Map(
    Object.entries(template.Resources).flatMap(([id, { Type, Condition, Properties }]) =>
      Condition !== undefined && resolve(template.Conditions[Condition]) !== true
        ? []
        : [[id, { type: Type, properties: resolve(Properties) as Node }] as const],
    ),
  );
}

function readTemplate(file: string): Template {
  const customTags = Object.entries(functions).flatMap(([tag, name]) => {
    const as = (value: unknown) => ({ [name]: value });
    const scalar: ScalarTag = { tag, resolve: as };
    return [
      scalar,
      { tag, collection: "seq" as const, resolve: (items: unknown) => as((items as { toJSON(): unknown }).toJSON()) },
    ];
  });
  const document = parseDocument(readFileSync(file, "utf8"), { customTags });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw problem;
  return document.toJS({ maxAliasCount: 0 }) as Template;
}

function resolverOf({ Parameters, Conditions }: Template, settings: StackSettings) {
  const { accountId, region, parameters } = settings;
  const values = new Map<string, unknown>([
    ...Object.entries(Parameters).flatMap(([name, { Default }]) =>
      Default === undefined ? [] : [[name, Default] as const],
    ),
    ...Object.entries(parameters),
    ["AWS::AccountId", accountId],
    ["AWS::Region", region],
    ["AWS::Partition", "aws"],
  ]);
  // What a Ref to one of the stack's own resources stands for is for its reader to know.
  const reference = (name: string) => (values.has(name) ? values.get(name) : { Ref: name });
  const evaluate: Readonly<Record<string, (argument: unknown) => unknown>> = {
    Ref: (name) => reference(String(name)),
    "Fn::Sub": (text) => String(text).replaceAll(/\$\{([\w:]+)\}/g, (_all, name: string) => String(reference(name))),
    "Fn::If": (all) => {
      const [condition, then, otherwise] = all as readonly [string, unknown, unknown];
      return resolve(resolve(Conditions[condition]) === true ? then : otherwise);
    },
    "Fn::Equals": (both) => {
      const [one, other] = resolve(both) as readonly unknown[];
      return one === other;
    },
    "Fn::Not": (one) => (resolve(one) as readonly unknown[])[0] !== true,
  };
  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    const [[name, argument] = ["", undefined], ...more] = Object.entries(value);
    const run = more.length === 0 ? evaluate[name] : undefined;
    if (run !== undefined) return run(argument);
    if (name.startsWith("Fn::")) throw new Error(`${name} is not evaluated here`);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)]));
  }
  return resolve;
}
