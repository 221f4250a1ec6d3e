import { invalidInput, limitExceeded } from "./errors.ts";
import type { Tag } from "./permissions.ts";

const maxTags = 50;

/** `tags` with those of the request in place of or beside them; keys that differ in case alone are one. */
export function withTags(tags: ReadonlyMap<string, string>, added: readonly Tag[] = []): ReadonlyMap<string, string> {
  const folded = added.map(({ Key = "" }) => Key.toLowerCase());
  if (new Set(folded).size < folded.length) {
    throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  const own = new Map([...tags].map((tag) => [tag[0].toLowerCase(), tag]));
  for (const { Key = "", Value = "" } of added) own.set(Key.toLowerCase(), [Key, Value]);
  return checked(new Map(own.values()), added);
}

/** The tags of managed policies, whose keys differ by case. Source: recorded by LocalStack, test_policy_tag_lifecycle. */
export function withPolicyTags(
  tags: ReadonlyMap<string, string>,
  added: readonly Tag[] = [],
): ReadonlyMap<string, string> {
  if (new Set(added.map(({ Key }) => Key)).size < added.length) throw invalidInput("Duplicate tag keys found.");
  return checked(new Map([...tags, ...added.map(({ Key = "", Value = "" }) => [Key, Value] as const)]), added);
}

function checked(result: ReadonlyMap<string, string>, added: readonly Tag[]): ReadonlyMap<string, string> {
  if (added.some(({ Key = "" }) => Key.toLowerCase().startsWith("aws:"))) {
    throw invalidInput("Tag keys that start with aws: are reserved.");
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

export function withoutPolicyTags(
  tags: ReadonlyMap<string, string>,
  keys: readonly string[] = [],
): ReadonlyMap<string, string> {
  return new Map([...tags].filter(([key]) => !keys.includes(key)));
}
