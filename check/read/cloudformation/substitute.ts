import { InputError } from "../../input-error.ts";
import { membersOf, type Place, type Tree, textOf } from "../tree.ts";
import type { Scope } from "./call.ts";

/** More than the longest template has, 1 MB. Source: CloudFormation User Guide, quotas. */
const longestText = 2 * 1024 * 1024;

/**
 * Throws an `InputError` before a function puts together a text that no template can have: names that each name another twice
 * would double at each step.
 */
export function refuseLong(name: string, at: Place, length: number): void {
  if (length <= longestText) return;
  throw new InputError(
    at,
    `what ${name} gives here is longer than a template can be`,
    "see what it is put together of",
  );
}

/** `Fn::Sub` in both forms: a text, or a text and values for names of its own. `${!Name}` stays `${Name}`. */
export function substitute(argument: Tree, at: Place, scope: Scope, evaluated: (tree: Tree) => string): string {
  const [template, values] = argument.kind === "list" ? argument.items : [argument];
  const text = textOf(template);
  if (text === undefined) throw new InputError(at, "Fn::Sub needs a text");
  const own = new Map(membersOf(values));
  let length = text.length;
  const counted = (part: string) => {
    length += part.length;
    refuseLong("Fn::Sub", at, length);
    return part;
  };
  return text.replace(/\$\{(!?)([^}]*)\}/g, (_whole, literal: string, inner: string) => {
    if (literal !== "") return `\${${inner}}`;
    const name = inner.trim();
    const value = own.get(name);
    if (value !== undefined) return counted(evaluated(value));
    const dot = name.indexOf(".");
    const found = dot < 0 ? scope.reference(name, at) : scope.attribute(name.slice(0, dot), name.slice(dot + 1), at);
    const substituted = textOf(found);
    if (substituted === undefined) throw new InputError(at, `\`\${${name}}\` in Fn::Sub has no text for a value`);
    return counted(substituted);
  });
}
