import { invalidInput, limitExceeded } from "./errors.ts";
import type { Tag } from "./permissions.ts";

const maxTags = 50;

/** `tags` with those of the request in place of or beside them; keys that differ in case alone are one. */
export function withTags(tags: ReadonlyMap<string, string>, added: readonly Tag[] = []): ReadonlyMap<string, string> {
  const folded = added.map(({ Key = "" }) => Key.toLowerCase());
  if (new Set(folded).size < folded.length) {
    throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  const result = new Map([...tags].filter(([key]) => !folded.includes(key.toLowerCase())));
  for (const { Key = "", Value = "" } of added) {
    if (Key.toLowerCase().startsWith("aws:")) throw invalidInput("Tag keys that start with aws: are reserved.");
    result.set(Key, Value);
  }
  if (result.size > maxTags) throw limitExceeded(`The number of tags has reached the maximum limit.`);
  return result;
}

export function withoutTags(
  tags: ReadonlyMap<string, string>,
  keys: readonly string[] = [],
): ReadonlyMap<string, string> {
  const folded = keys.map((key) => key.toLowerCase());
  return new Map([...tags].filter(([key]) => !folded.includes(key.toLowerCase())));
}
