import type { Constraint } from "../model/constraints.ts";
import { ServiceError } from "../model/service-error.ts";

/** Source: CloudWatch Logs API Reference, TagResource. */
export const tagKeyConstraint: Constraint = {
  pattern: String.raw`([\p{L}\p{Z}\p{N}_.:/=+\-@]+)`,
  minLength: 1,
  maxLength: 128,
};
export const tagsConstraint: Constraint = {
  minLength: 1,
  maxLength: 50,
  keys: tagKeyConstraint,
  each: { pattern: String.raw`([\p{L}\p{Z}\p{N}_.:/=+\-@]*)`, maxLength: 256 },
};
export const tagKeysConstraint: Constraint = { required: true, minLength: 0, maxLength: 50, each: tagKeyConstraint };

const maxTags = 50;

/** Throws TooManyTagsException; the text is not documented. */
export function addTags(tags: Map<string, string>, added: Readonly<Record<string, string>>): void {
  if (new Set([...tags.keys(), ...Object.keys(added)]).size > maxTags) {
    throw new ServiceError("TooManyTagsException", `A resource can have no more than ${maxTags} tags.`, 400);
  }
  for (const [key, value] of Object.entries(added)) tags.set(key, value);
}
