/** Condition keys of tags, in lower case. Source: IAM User Guide, "AWS global condition context keys". */

export type TagKeys = Readonly<Record<string, string | readonly string[]>>;

const none: TagKeys = {};

/** `aws:RequestTag/…` and `aws:TagKeys` of a request that gives tags; none where it gives none. */
export function requestTagKeys(tags: Iterable<readonly [key: string, value: string]>): TagKeys {
  const given = [...tags];
  if (given.length === 0) return {};
  const values = given.map(([key, value]) => [`aws:requesttag/${key}`.toLowerCase(), value] as const);
  return { ...Object.fromEntries(values), "aws:tagkeys": given.map(([key]) => key) };
}

/** `aws:TagKeys` of a request that takes tags away. */
export function removedTagKeys(keys: readonly string[] | undefined): TagKeys {
  return keys === undefined || keys.length === 0 ? {} : { "aws:tagkeys": keys };
}

/** `aws:ResourceTag/…` of the tags that a resource has. */
export function resourceTagKeys(tags: ReadonlyMap<string, string> | undefined): TagKeys {
  if (tags === undefined || tags.size === 0) return none;
  return Object.fromEntries([...tags].map(([key, value]) => [`aws:resourcetag/${key}`.toLowerCase(), value]));
}

/** The keys of a request with those of its resource's tags; made anew only where there are some, for records come often. */
export function withResourceTags<Context extends object>(
  tags: ReadonlyMap<string, string> | undefined,
  context: Context,
): Context | (TagKeys & Context) {
  return tags === undefined || tags.size === 0 ? context : { ...resourceTagKeys(tags), ...context };
}
