import { prefixProblem } from "../../../emulator/index.ts";
import type { LeftOut, Write } from "./left-out.ts";

export interface PlayedPrefix {
  readonly prefix: string;
  readonly leftOut: readonly LeftOut[];
  /** Partition keys that a function gives. */
  readonly keysOfLambda: readonly string[];
}

/**
 * A prefix with something of the same shape in the place of what is not emulated: week-based years and names of days are
 * dates all the same, and a partition key that a function gives is played by its name.
 */
export function playedPrefix(text: string, member: string, isInKeyOf: Write): PlayedPrefix {
  const leftOut: LeftOut[] = [];
  const keysOfLambda: string[] = [];
  const prefix = text.replace(/!\{[^{}]*\}/g, (expression) => {
    const key = /^!\{partitionKeyFromLambda:([^}]+)\}$/.exec(expression)?.[1];
    if (key !== undefined) {
      keysOfLambda.push(key);
      leftOut.push({
        what: `\`${expression}\` of ${member}`,
        because: `its values are the function's to say: played as \`${key}\``,
        isInKeyOf,
      });
      return `!{partitionKeyFromQuery:${key}}`;
    }
    if (prefixProblem(expression) !== "not-emulated") return expression;
    const played = similar(expression);
    leftOut.push({
      what: `\`${expression}\` of ${member}`,
      because: `dates by week or in words are not emulated: played as \`${played}\``,
      isInKeyOf,
    });
    return played;
  });
  return { prefix, leftOut, keysOfLambda };
}

function similar(expression: string): string {
  const byCalendar = expression.replaceAll("Y", "y");
  return prefixProblem(byCalendar) === undefined ? byCalendar : "!{timestamp:yyyy-MM-dd}";
}
