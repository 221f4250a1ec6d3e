import { unlessUnreadable } from "../../input-error.ts";
import { hasMark } from "../../unknown/unknown.ts";
import { itemsOf, member, membersOf, type Tree, textOf } from "../tree.ts";
import type { Scope } from "./call.ts";
import type { Template } from "./template.ts";

/** Why a resource is left out, and what would put it in. */
export interface WhyLeftOut {
  /** A clause: "condition `IsProd` is false: parameter `Stage` is `dev`, its default". */
  readonly because: string;
  /** Undefined where the condition rests on no parameter. */
  readonly fix?: string;
}

/**
 * Of a condition that is false, with the parameters that it rests on. Undefined where one of them is not known: the condition is
 * false in one of several readings then.
 */
export function whyFalse(template: Template, condition: string, scope: Scope): WhyLeftOut | undefined {
  const names = [...parametersUnder(template, member(template.root, "Conditions", condition), new Set([condition]))];
  const isFalse = `condition \`${condition}\` is false`;
  if (names.length === 0) return { because: isFalse };
  const values = names.flatMap((name) => valueOfParameter(template, name, scope) ?? []);
  if (values.length < names.length) return undefined;
  const [first = ""] = names;
  const isPassed = template.passed?.(first) !== undefined;
  return {
    because: `${isFalse}: ${values.join(", ")}`,
    fix: isPassed ? `pass another \`${first}\` to its stack` : `give --parameter ${first}=<value>`,
  };
}

function valueOfParameter(template: Template, name: string, scope: Scope): string | undefined {
  const { root, parameters, passed } = template;
  const declared = member(root, "Parameters", name);
  const value = declared === undefined ? undefined : unlessUnreadable(() => scope.reference(name, declared.at));
  const isDefault = passed?.(name) === undefined && !parameters.has(name);
  const texts = itemsOf(value).map((each) => textOf(each) ?? "");
  if (texts.some(hasMark)) return undefined;
  return `parameter \`${name}\` is \`${texts.join(",")}\`${isDefault ? ", its default" : ""}`;
}

/** Names of the parameters that a condition refers to, by itself or through other conditions. */
function parametersUnder(template: Template, tree: Tree | undefined, seen: Set<string>): ReadonlySet<string> {
  const { root } = template;
  const isParameter = (name: string) => member(root, "Parameters", name) !== undefined;
  const found = new Set<string>();
  const visit = (at: Tree | undefined): void => {
    if (at?.kind === "scalar") for (const name of namesIn(textOf(at) ?? "")) if (isParameter(name)) found.add(name);
    if (at?.kind === "list") at.items.forEach(visit);
    for (const [name, inner] of membersOf(at)) {
      const text = textOf(inner) ?? "";
      if (name === "Ref" && isParameter(text)) found.add(text);
      if (name === "Condition" && !seen.has(text)) {
        seen.add(text);
        visit(member(root, "Conditions", text));
      }
      visit(inner);
    }
  };
  visit(tree);
  return found;
}

/** `${Name}` of Fn::Sub */
function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([\w:]+)\}/g)].map(([, name = ""]) => name);
}
