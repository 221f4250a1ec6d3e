import { formatArn, partitionOf } from "../../../emulator/index.ts";
import { InputError } from "../../input-error.ts";
import { anyText, keyId } from "../../unknown/forms.ts";
import { hasMark } from "../../unknown/unknown.ts";
import { computedList, itemsOf, member, membersOf, type Place, scalar, type Tree, textOf } from "../tree.ts";
import type { Scope } from "./call.ts";
import { areEqual, holds } from "./conditions.ts";
import { evaluate } from "./evaluate.ts";
import { attributeOf, type Property, physicalId } from "./identities.ts";
import type { OutputsOf } from "./output-references.ts";
import { type Resource, resourcesOf, type Template } from "./template.ts";

/** Looks an export up among the templates that were given together. */
export type FindExport = (name: string, at: Place) => Tree;

/** Looks for an output of a nested stack; undefined where the template of that stack is not read. */
export type FindOutput = (logicalId: string, name: string, at: Place) => Tree | undefined;

/** What the stacks that are read together put out. */
export interface Around {
  readonly findExport: FindExport;
  readonly findOutput: FindOutput;
  /** For parameters of the other account's templates. */
  readonly outputsOf: OutputsOf;
}

/** As many references, each in what the one before refers to, as a template can have resources. Source: CloudFormation User Guide, quotas. */
const longestChain = 500;

function tooLong(at: Place): InputError {
  return new InputError(
    at,
    "this is at the end of too long a chain of references",
    "refer to what it comes to instead",
  );
}

/** What the names in a template stand for. Each is worked out when it is asked for. */
export function scopeOf(template: Template, { findExport, findOutput, outputsOf }: Around): Scope {
  const { root } = template;
  const resources = new Map(resourcesOf(template).map((resource) => [resource.logicalId, resource]));
  const open = new Set<string>();
  const known = new Map<string, unknown>();
  const mistakes = new Map<string, InputError>();
  // Once each, mistakes too: a chain of references that each name the next one twice would take for ever.
  const once = <Value>(what: string, at: Place, work: () => Value): Value => {
    if (known.has(what)) return known.get(what) as Value;
    const mistake = mistakes.get(what);
    if (mistake !== undefined) throw mistake;
    if (open.has(what)) throw new InputError(at, `\`${what.replace(/^\w+ /, "")}\` refers to itself`);
    if (open.size >= longestChain) throw tooLong(at);
    open.add(what);
    try {
      const value = work();
      known.set(what, value);
      return value;
    } catch (error) {
      // Shorter chains of values that are nested deeply, and those through several stacks, may reach the end of the stack, too.
      const told = error instanceof RangeError ? tooLong(at) : error;
      if (told instanceof InputError) mistakes.set(what, told);
      throw told;
    } finally {
      open.delete(what);
    }
  };
  const resourceNamed = (name: string, at: Place): Resource => {
    const resource = resources.get(name);
    if (resource !== undefined) return resource;
    throw new InputError(at, `there is no parameter or resource \`${name}\` in this template`);
  };
  const propertyOf =
    ({ tree }: Resource): Property =>
    (name) => {
      const property = member(tree, "Properties", name);
      return property === undefined ? undefined : evaluate(property, scope);
    };
  const mappedTo = (
    map: Tree | undefined,
    [name, ...rest]: readonly string[],
    at: Place,
    hasDefault: boolean,
  ): Tree | undefined => {
    if (map === undefined || name === undefined) return map;
    if (!hasMark(name)) return mappedTo(member(map, name), rest, at, hasDefault);
    // No template is deployed with a key that its mapping lacks: what is none of the others is the last.
    const keys = membersOf(map).map(([key]) => key);
    const asked = hasDefault ? keys : keys.slice(0, -1);
    const key = asked.find((each) => areEqual(name, each, at, scope)) ?? (hasDefault ? undefined : keys.at(-1));
    return key === undefined ? undefined : mappedTo(member(map, key), rest, at, hasDefault);
  };
  const scope: Scope = {
    reference(name, at) {
      if (name.startsWith("AWS::")) return pseudoParameter(template, name, at);
      const declared = member(root, "Parameters", name);
      if (declared !== undefined) {
        return once(`Parameter ${name}`, at, () => parameterValue(template, name, declared, at, outputsOf));
      }
      const resource = resourceNamed(name, at);
      return once(`Ref ${name}`, at, () => scalar(physicalId(template, resource, propertyOf(resource)), at));
    },
    attribute(logicalId, name, at) {
      // SAM's names for what AutoPublishAlias makes have a dot in them.
      const dotted = `${logicalId}.${name}`;
      if (resources.has(dotted)) return scope.reference(dotted, at) ?? scalar("", at);
      const resource = resourceNamed(logicalId, at);
      return once(`GetAtt ${logicalId}.${name}`, at, () => {
        const output = name.startsWith("Outputs.")
          ? findOutput(logicalId, name.slice("Outputs.".length), at)
          : undefined;
        return output ?? scalar(attributeOf(template, resource, propertyOf(resource), name, at), at);
      });
    },
    condition(name, at) {
      const condition = member(root, "Conditions", name);
      if (condition === undefined) throw new InputError(at, `there is no condition \`${name}\` in this template`);
      return once(`Condition ${name}`, at, () => holds(condition, scope));
    },
    mapping: (names, at, hasDefault) => mappedTo(member(root, "Mappings"), names, at, hasDefault),
    imported: findExport,
    unknown: (what, shown, at) =>
      template.unknowns.mark(`${template.id}#${what}#${at.line}:${at.column}`, () => ({
        ...anyText,
        what,
        shown,
        settledBy: "write its value out in the template that is checked",
        kind: "withheld",
        source: at,
      })),
    unknowns: () => template.unknowns.byMark,
    decided: (key) => template.decisions.get(key),
  };
  return scope;
}

function pseudoParameter(template: Template, name: string, at: Place): Tree | undefined {
  const { account, stackName, unknowns, id, file } = template;
  const stackId = () =>
    unknowns.mark(`${id}#stack id`, () => ({
      ...keyId,
      what: `the id of the stack of ${file}`,
      shown: "<stack id>",
      settledBy: "write its value out in the template that is checked",
      kind: "drawn",
      source: { file },
    }));
  const partition = partitionOf(account.region);
  const values: Readonly<Record<string, string>> = {
    "AWS::AccountId": account.id,
    "AWS::Region": account.region,
    "AWS::Partition": partition.name,
    "AWS::URLSuffix": partition.dnsSuffix,
    "AWS::StackName": stackName,
    ...(name === "AWS::StackId" && {
      [name]: formatArn("cloudformation", account.region, account.id, `stack/${stackName}/${stackId()}`),
    }),
  };
  if (name === "AWS::NoValue") return undefined;
  const value = values[name];
  if (value === undefined) throw new InputError(at, `the pseudo parameter \`${name}\` is not known here`);
  return scalar(value, at);
}

function choicesOf(declared: Tree): { readonly choices?: readonly string[] } {
  const choices = itemsOf(member(declared, "AllowedValues")).flatMap((each) => textOf(each) ?? []);
  return choices.length === 0 ? {} : { choices };
}

/**
 * As given, or the default; unknown where there is neither. The default of an SSM parameter is where its value is kept, which
 * no template tells.
 */
function parameterValue(template: Template, name: string, declared: Tree, at: Place, outputsOf: OutputsOf): Tree {
  const { parameters, passed, unknowns, id } = template;
  const type = textOf(member(declared, "Type")) ?? "String";
  const isKept = type.startsWith("AWS::SSM::Parameter::Value");
  const given = parameters.get(name);
  const option = `--parameter ${outputsOf.asParameter(template, name) ?? `${name}=<value>`}`;
  // What is passed for an SSM parameter is where its value is kept, as its default is.
  const text =
    (isKept ? undefined : passed?.(name)) ??
    (given === undefined ? undefined : (outputsOf.value(given, at) ?? given)) ??
    (isKept ? undefined : textOf(member(declared, "Default"))) ??
    unknowns.mark(`${id}#parameter ${name}`, () => ({
      ...anyText,
      what: `the value of parameter \`${name}\``,
      shown: `<${name}>`,
      settledBy: `give ${option}`,
      option,
      kind: "withheld",
      ...choicesOf(declared),
      source: declared.at,
    }));
  if (!/^(?:CommaDelimitedList|(?:AWS::SSM::Parameter::Value<)?List<.*)$/.test(type)) return scalar(text, at);
  return computedList(
    text.split(",").map((each) => scalar(each.trim(), at)),
    at,
  );
}
