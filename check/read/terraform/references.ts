import { type Expression, type Json, moduleAt, type TerraformDocument, type TerraformResource } from "./document.ts";

/** What a reference leads to: a value, or an attribute of a resource; undefined where neither is certain. */
export type Referent =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "attribute"; readonly resource: TerraformResource; readonly attribute: string };

/**
 * Follows an expression to what it stands for. The format lists what an expression refers to and not what it makes of it;
 * so only one that refers to one thing is followed, and taken to be that thing. Whoever asks must ask for values that are
 * names and ARNs, and not for texts which are put together of them.
 */
export function follow(
  document: TerraformDocument,
  expression: Expression | undefined,
  { modules, index }: Pick<TerraformResource, "modules" | "index">,
): Referent | undefined {
  if (expression === undefined) return undefined;
  if (expression.constant_value !== undefined) return { kind: "value", value: expression.constant_value };
  const [only, ...others] = longestOf(expression.references ?? []);
  if (only === undefined || others.length > 0) return undefined;
  return followReference(document, only, modules, index);
}

/** The one thing that an expression refers to, with the modules around it; undefined where there are several. */
export function onlyReference(expression: Expression | undefined, modules: readonly string[]): string | undefined {
  const [only, ...others] = longestOf(expression?.references ?? []);
  if (only === undefined || others.length > 0) return undefined;
  return [...modules.map((name) => `module.${name}`), only].join(".");
}

/** Each reference is followed by what it is part of, `a.b.arn` by `a.b`: those say nothing more. */
function longestOf(references: readonly string[]): readonly string[] {
  const all = [...new Set(references)].filter((each) => !/^(?:each|count|path|terraform)\./.test(each));
  return all.filter((each) => !all.some((other) => other.startsWith(`${each}.`) || other.startsWith(`${each}[`)));
}

function followReference(
  document: TerraformDocument,
  reference: string,
  modules: readonly string[],
  index: TerraformResource["index"],
): Referent | undefined {
  const [first = "", second = "", ...rest] = reference.split(".");
  if (first === "var") {
    if (modules.length === 0) return { kind: "value", value: document.variables[second] };
    const outer = modules.slice(0, -1);
    const call = moduleAt(document.configuration, outer)?.module_calls?.[modules.at(-1) ?? ""];
    const given = call?.expressions?.[second];
    if (given !== undefined) return follow(document, given, { modules: outer });
    return { kind: "value", value: call?.module?.variables?.[second]?.default };
  }
  if (first === "module") {
    const inner = [...modules, second.replace(/\[.*$/, "")];
    const [output = ""] = rest;
    return follow(document, moduleAt(document.configuration, inner)?.outputs?.[output]?.expression, { modules: inner });
  }
  return attributeReferred(document, reference, modules, index);
}

function attributeReferred(
  { resources }: TerraformDocument,
  reference: string,
  modules: readonly string[],
  index: TerraformResource["index"],
): Referent | undefined {
  const parts = /^(data\.)?([\w-]+)\.([\w-]+)(\[[^\]]*\])?(?:\.(\w+))?(?:\[0\])?$/.exec(reference);
  if (parts === null) return undefined;
  const [, data, type, name, at, attribute] = parts;
  const mode = data === undefined ? "managed" : "data";
  const found = resources.filter(
    (each) => each.mode === mode && each.type === type && each.name === name && each.modules.join() === modules.join(),
  );
  const indexAsked = at === undefined ? undefined : (JSON.parse(at)[0] as string | number);
  const [one, ...others] = found.filter((each) => indexAsked === undefined || each.index === indexAsked);
  const same = [one, ...others].filter((each) => each?.index === index);
  const resource = others.length === 0 ? one : same.length === 1 ? same[0] : undefined;
  if (resource === undefined) return undefined;
  // `aws_iam_role.r[each.key].arn` is listed without what is asked of it.
  return { kind: "attribute", resource, attribute: attribute ?? "arn" };
}

/** The expression of an attribute, in blocks too: `extended_s3_configuration`, 0, `role_arn`. */
export function expressionAt(expressions: Json, path: readonly (string | number)[]): Expression | undefined {
  const found = path.reduce<unknown>(
    (at, step) => (at as Readonly<Record<string | number, unknown>> | undefined)?.[step],
    expressions,
  );
  return found as Expression | undefined;
}
