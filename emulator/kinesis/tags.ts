import type { Tag } from "@aws-sdk/client-kinesis";
import type { Constraint } from "../model/constraints.ts";
import { invalidArgument } from "./errors.ts";
import type { Stream } from "./stream.ts";

/** Source: Kinesis API Reference, AddTagsToStream. */
export const tagKeyConstraint: Constraint = { minLength: 1, maxLength: 128 };
export const tagsConstraint: Constraint = {
  minLength: 0,
  maxLength: 200,
  keys: tagKeyConstraint,
  each: { maxLength: 256 },
};

export const tagKeysConstraint: Constraint = { required: true, minLength: 1, maxLength: 50, each: tagKeyConstraint };

/** By key. */
export function shownTags(tags: ReadonlyMap<string, string>): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value })).sort((one, other) => (one.Key < other.Key ? -1 : 1));
}

const maxTags = 50;
const allowed = /^[\p{L}\p{N}\p{Z}_./=+\-@:%]*$/u;

/**
 * Refuses tags that AWS would not attach to a stream that has `existing` ones.
 * Sources: Kinesis Data Streams Developer Guide, "Tagging your resources"; texts: kinesalite, `actions/addTagsToStream.js`.
 */
export function checkTags(
  added: ReadonlyMap<string, string>,
  existing: ReadonlyMap<string, string>,
  { name, accountId }: Pick<Stream, "name" | "accountId">,
): void {
  const failed = `Failed to add tags to stream ${name} under account ${accountId} because`;
  for (const text of [...added].flat()) {
    if (!allowed.test(text)) {
      throw invalidArgument(
        "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @ :.",
      );
    }
    if (text.includes("%")) {
      throw invalidArgument(
        `${failed} some tags contained illegal characters. The allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@',':'.`,
      );
    }
  }
  // The rule is documented, the text is not.
  if ([...added.keys()].some((key) => key.toLowerCase().startsWith("aws:"))) {
    throw invalidArgument(`${failed} tag keys that begin with aws: are reserved.`);
  }
  if (new Set([...existing.keys(), ...added.keys()]).size > maxTags) {
    throw invalidArgument(`${failed} a given stream cannot have more than ${maxTags} tags associated with it.`);
  }
}
