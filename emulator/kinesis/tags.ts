import type { Constraint } from "../model/constraints.ts";
import { invalidArgument, validationFailed } from "./errors.ts";

/** Source: Kinesis API Reference, AddTagsToStream. */
export const tagKeyConstraint: Constraint = { minLength: 1, maxLength: 128 };
export const tagsConstraint: Constraint = {
  minLength: 0,
  maxLength: 200,
  keys: tagKeyConstraint,
  each: { maxLength: 256 },
};

const maxTags = 50;
const allowedCharacters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * Refuses tags that AWS would not attach to a resource that has `existing` ones.
 * Sources: Kinesis Data Streams Developer Guide, "Tagging your resources"; texts: kinesalite, `actions/addTagsToStream.js`.
 */
export function checkTags(added: ReadonlyMap<string, string>, existing: ReadonlyMap<string, string>): void {
  for (const [key, value] of added) {
    if (key.toLowerCase().startsWith("aws:") || !allowedCharacters.test(key) || !allowedCharacters.test(value)) {
      throw invalidArgument(
        "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.",
      );
    }
  }
  if (new Set([...existing.keys(), ...added.keys()]).size > maxTags) {
    throw validationFailed(`Failed to add tags to stream. Total number of tags exceeds ${maxTags}.`);
  }
}
