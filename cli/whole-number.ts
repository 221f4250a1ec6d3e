import { UsageError } from "./usage-error.ts";

/** An option's value, undefined where it is not given. Throws a `UsageError`. */
export function wholeNumber(option: string, text: string | undefined, most: number, least = 0): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text) || Number(text) > most || Number(text) < least) {
    throw new UsageError(`${option} must be a whole number from ${least} to ${most}, got \`${text}\``);
  }
  return Number(text);
}
