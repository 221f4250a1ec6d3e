import { InputError } from "../../input-error.ts";
import type { Side } from "../input-reader.ts";
import { member, membersOf, textOf } from "../tree.ts";
import { evaluate } from "./evaluate.ts";
import type { OutputsOf } from "./output-references.ts";
import type { Stack } from "./stacks.ts";

const reference = /^([AB])\.Outputs\.([\w-]+)$/;

/** `beside`: what inputs that are no templates put out, by name, whosever they are. */
export function outputsBySide(
  stacks: () => readonly Stack[],
  beside: ReadonlyMap<string, string> = new Map(),
): OutputsOf {
  const ofSide = (side: Side) =>
    stacks().filter(({ template, around }) => template.side === side && around === undefined);
  const namesOf = (side: Side) => [
    ...ofSide(side).flatMap(({ template }) => membersOf(member(template.root, "Outputs")).map(([name]) => name)),
    ...beside.keys(),
  ];
  return {
    value(text, at) {
      const [, letter, name = ""] = reference.exec(text) ?? [];
      if (letter === undefined) return undefined;
      const side = letter as Side;
      for (const { template, scope } of ofSide(side)) {
        const output = member(template.root, "Outputs", name, "Value");
        const value = output === undefined ? undefined : textOf(evaluate(output, scope));
        if (value !== undefined) return value;
      }
      const known = beside.get(name);
      if (known !== undefined) return known;
      const names = namesOf(side).map((each) => `\`${side}.Outputs.${each}\``);
      const fix = names.length === 0 ? "give its value" : `there are: ${names.join(", ")}`;
      throw new InputError(at, `what is given of account ${side} puts out no \`${name}\``, fix);
    },
    asParameter({ side }, parameter) {
      const other = side === "A" ? "B" : "A";
      const name = namesOf(other).find((each) => each.toLowerCase() === parameter.toLowerCase());
      return name === undefined ? undefined : `${side}:${parameter}=${other}.Outputs.${name}`;
    },
  };
}
