import { type Index, indexOf, isSameScope, type Scope } from "./address.ts";
import { callIn, moduleAt, ownMember, type TerraformDocument, type TerraformResource } from "./document.ts";
import { asExpression, longestOf, stepsOf } from "./expressions.ts";
import type { Expression, Json } from "./shape.ts";

/**
 * What a reference leads to: a value, or an attribute of a resource; undefined where neither is certain. The attribute is left
 * out where the list of references leaves it out: `aws_iam_role.r[each.key].arn` is listed as `aws_iam_role.r`.
 */
export type Referent =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "attribute"; readonly resource: TerraformResource; readonly attribute: string | undefined };

/** Where an expression stands: in which modules, and in which instance of a resource or of a call. */
export interface Standing {
  readonly scope: Scope;
  readonly index?: Index | undefined;
  /** The expression of its `for_each`. */
  readonly forEach?: unknown;
}

/** More steps than these lead from no reference to what it stands for: it goes in a circle. */
const mostSteps = 200;

/** Counts down over all that one expression leads to. */
interface Budget {
  left: number;
}

/**
 * Follows an expression to what it stands for. The format lists what an expression refers to and not what it makes of it;
 * so only one that refers to one thing is followed, and taken to be that thing. Whoever asks must ask for values that are
 * names and ARNs, and not for texts which are put together of them.
 */
export function follow(
  document: TerraformDocument,
  expression: Expression | undefined,
  standing: Standing,
): Referent | undefined {
  return followExpression(document, expression, standing, { left: mostSteps });
}

/** Follows a reference as a list of references has it. */
export function followReference(
  document: TerraformDocument,
  reference: string,
  standing: Standing,
): Referent | undefined {
  return followSteps(document, reference, standing, { left: mostSteps });
}

function followExpression(
  document: TerraformDocument,
  expression: Expression | undefined,
  standing: Standing,
  budget: Budget,
): Referent | undefined {
  if (expression === undefined || budget.left-- <= 0) return undefined;
  if (expression.constant_value !== undefined) return { kind: "value", value: expression.constant_value };
  const [only, ...others] = longestOf(expression.references ?? []);
  if (only === undefined) return undefined;
  if (others.length === 0) return followSteps(document, only, standing, budget);
  // A flag decides which it is, and is no part of it.
  const found = [only, ...others].map((each) => followSteps(document, each, standing, budget));
  const [rest, ...more] = found.filter((each) => each?.kind !== "value" || isText(each.value));
  return more.length === 0 && rest?.kind === "attribute" ? rest : undefined;
}

function isText(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}

function followSteps(
  document: TerraformDocument,
  reference: string,
  standing: Standing,
  budget: Budget,
): Referent | undefined {
  const [first = "", second = "", ...rest] = stepsOf(reference);
  switch (first) {
    case "each":
      return second === "key" ? keyValue(standing.index) : followEach(document, rest, standing, budget);
    case "count":
      return keyValue(standing.index);
    case "var":
      return inside(followVariable(document, second, standing.scope, budget), rest);
    case "module":
      return followOutput(document, second, rest, standing, budget);
    case "local":
      return undefined;
    case "data":
      if (second === "terraform_remote_state") return followRemoteState(document, rest, standing, budget);
      return attributeReferred(document, "data", [second, ...rest], standing);
    default:
      return attributeReferred(document, "managed", [first, second, ...rest], standing);
  }
}

function keyValue(index: Index | undefined): Referent | undefined {
  return index === undefined ? undefined : { kind: "value", value: index };
}

/** What stands in a value at names and indexes; of a resource that was passed on as a whole, its attribute. */
function inside(found: Referent | undefined, path: readonly string[]): Referent | undefined {
  if (found === undefined || path.length === 0) return found;
  if (found.kind === "attribute") {
    const [attribute] = path.filter((step) => !step.startsWith("["));
    return found.attribute === undefined ? { ...found, attribute } : undefined;
  }
  return { kind: "value", value: path.reduce<unknown>(memberAt, found.value) };
}

function memberAt(value: unknown, step: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const name = step.startsWith("[") ? String(indexOf(step.slice(1, -1))) : step;
  return Object.hasOwn(value, name) ? (value as Json)[name] : undefined;
}

/** The value of the own instance; of a set, the key itself. */
function followEach(
  document: TerraformDocument,
  rest: readonly string[],
  { scope, index, forEach }: Standing,
  budget: Budget,
): Referent | undefined {
  if (index === undefined) return undefined;
  const all = followExpression(document, asExpression(forEach), { scope, index }, budget);
  if (all?.kind !== "value") return inside(all, rest);
  const { value } = all;
  if (Array.isArray(value)) return value.includes(index) ? inside(keyValue(index), rest) : undefined;
  return inside({ kind: "value", value: memberAt(value, `["${index}"]`) }, rest);
}

function followVariable(document: TerraformDocument, name: string, scope: Scope, budget: Budget): Referent | undefined {
  const own = scope.at(-1);
  if (own === undefined) return { kind: "value", value: document.variables.get(name) };
  const outer = scope.slice(0, -1);
  const call = callIn(moduleAt(document.configuration, outer), own.name);
  const given = asExpression(ownMember(call?.expressions, name));
  if (given === undefined) return { kind: "value", value: ownMember(call?.module?.variables, name)?.default };
  return followExpression(
    document,
    given,
    { scope: outer, index: own.index, forEach: call?.for_each_expression },
    budget,
  );
}

function followOutput(
  document: TerraformDocument,
  name: string,
  rest: readonly string[],
  standing: Standing,
  budget: Budget,
): Referent | undefined {
  const [first = ""] = rest;
  const asked = first.startsWith("[") ? indexOf(first.slice(1, -1)) : undefined;
  const [named, ...path] = asked === undefined ? rest : rest.slice(1);
  const instances = instancesOf(document, standing.scope, name);
  const own = instances.length > 1 ? standing.index : instances[0];
  const index = asked ?? own;
  if (instances.length > 1 && !instances.includes(index)) return undefined;
  const inner = [...standing.scope, { name, ...(index !== undefined && { index }) }];
  const outputs = moduleAt(document.configuration, inner)?.outputs ?? {};
  // `module.m[each.key].out` is listed without the output.
  const [only, ...others] = Object.keys(outputs);
  const output = named ?? (others.length === 0 ? only : undefined);
  const expression = output === undefined ? undefined : asExpression(ownMember(outputs, output)?.expression);
  return inside(followExpression(document, expression, { scope: inner }, budget), path);
}

/** Indexes of a module's instances, as far as they have resources. */
function instancesOf({ resources }: TerraformDocument, scope: Scope, name: string): readonly (Index | undefined)[] {
  const inside = resources.flatMap((resource) => {
    const own = resource.scope[scope.length];
    return own?.name === name && isSameScope(resource.scope.slice(0, scope.length), scope) ? [own.index] : [];
  });
  return [...new Set(inside)];
}

/**
 * An output of another state: as the data source read it, or of the only other input that has an output of that name. Source:
 * Terraform documentation, "The terraform_remote_state Data Source".
 */
function followRemoteState(
  document: TerraformDocument,
  [name = "", ...rest]: readonly string[],
  standing: Standing,
  budget: Budget,
): Referent | undefined {
  const at = rest.indexOf("outputs");
  const output = rest[at + 1];
  if (at < 0 || output === undefined) return undefined;
  const path = rest.slice(at + 2);
  const source = attributeReferred(document, "data", ["terraform_remote_state", name], standing);
  const read = source?.kind === "attribute" ? memberAt(source.resource.values.outputs, output) : undefined;
  if (read !== undefined && read !== null) return inside({ kind: "value", value: read }, path);
  const [only, ...others] = document.all.filter((each) => each !== document && hasOutput(each, output));
  if (only === undefined || others.length > 0) return undefined;
  const known = only.outputs.get(output);
  if (known !== undefined && known !== null) return inside({ kind: "value", value: known }, path);
  const expression = asExpression(ownMember(only.configuration?.outputs, output)?.expression);
  return inside(followExpression(only, expression, { scope: [] }, budget), path);
}

function hasOutput({ outputs, configuration }: TerraformDocument, name: string): boolean {
  return outputs.has(name) || ownMember(configuration?.outputs, name) !== undefined;
}

function attributeReferred(
  { resources }: TerraformDocument,
  mode: TerraformResource["mode"],
  [type, name, ...rest]: readonly string[],
  { scope, index }: Standing,
): Referent | undefined {
  const found = resources.filter(
    (each) => each.mode === mode && each.type === type && each.name === name && isSameScope(each.scope, scope),
  );
  const [first = ""] = rest;
  const asked = first.startsWith("[") ? indexOf(first.slice(1, -1)) : undefined;
  const [attribute, ...deeper] = asked === undefined ? rest : rest.slice(1);
  const [one, ...others] = found.filter((each) => asked === undefined || each.index === asked);
  const same = [one, ...others].filter((each) => each?.index === index);
  const resource = others.length === 0 ? one : same.length === 1 ? same[0] : undefined;
  if (resource === undefined || (deeper.length > 0 && deeper.join() !== "[0]")) return undefined;
  return { kind: "attribute", resource, attribute };
}
