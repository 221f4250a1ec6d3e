import { InputError } from "../../input-error.ts";
import type { Side } from "../input-reader.ts";
import { member, membersOf, type Place, textOf } from "../tree.ts";
import { evaluate, type Scope } from "./evaluate.ts";
import type { Template } from "./template.ts";

/** What the templates of the two accounts put out, for parameters of each other. */
export interface OutputsOf {
  /** What `B.Outputs.LandingArn` stands for; undefined of any other text. Throws an `InputError` where there is no such output. */
  value(reference: string, at: Place): string | undefined;
  /** `A:LandingArn=B.Outputs.LandingArn`, for a parameter that is called as an output of the other account's is. */
  asParameter(template: Template, parameter: string): string | undefined;
}

const reference = /^([AB])\.Outputs\.([A-Za-z0-9]+)$/;

export function outputsBySide(templates: readonly Template[], scopes: ReadonlyMap<Template, Scope>): OutputsOf {
  const namesOf = (side: Side) =>
    templates
      .filter((template) => template.side === side)
      .flatMap(({ root }) => membersOf(member(root, "Outputs")).map(([name]) => name));
  return {
    value(text, at) {
      const [, side, name = ""] = reference.exec(text) ?? [];
      if (side === undefined) return undefined;
      for (const [template, scope] of scopes) {
        const output = member(template.root, "Outputs", name, "Value");
        if (template.side !== side || output === undefined) continue;
        const value = textOf(evaluate(output, scope));
        if (value !== undefined) return value;
      }
      const names = namesOf(side as Side).map((each) => `\`${side}.Outputs.${each}\``);
      const fix = names.length === 0 ? "give its value" : `there are: ${names.join(", ")}`;
      throw new InputError(at, `account ${side}'s templates put out no \`${name}\``, fix);
    },
    asParameter({ side }, parameter) {
      const other = side === "A" ? "B" : "A";
      const name = namesOf(other).find((each) => each.toLowerCase() === parameter.toLowerCase());
      return name === undefined ? undefined : `${side}:${parameter}=${other}.Outputs.${name}`;
    },
  };
}
