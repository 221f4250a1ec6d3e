import { limitExceeded, tagProblem } from "./errors.ts";

interface Tag {
  readonly TagKey: string | undefined;
  readonly TagValue: string | undefined;
}

const maxTags = 50;

/** `tags` with those of the request. Throws TagException, LimitExceededException. */
export function withTags(tags: ReadonlyMap<string, string>, added: readonly Tag[] = []): ReadonlyMap<string, string> {
  const keys = added.map(({ TagKey = "" }) => TagKey);
  if (new Set(keys).size < keys.length) throw tagProblem("Tag keys must be unique.");
  if (keys.some((key) => key.toLowerCase().startsWith("aws:"))) {
    throw tagProblem("Tag keys that start with aws: are reserved.");
  }
  const result = new Map([...tags, ...added.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue] as const)]);
  if (result.size > maxTags) throw limitExceeded(`A key can have up to ${maxTags} tags.`);
  return result;
}

export function withoutTags(tags: ReadonlyMap<string, string>, keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map([...tags].filter(([key]) => !keys.includes(key)));
}
