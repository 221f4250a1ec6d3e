/** Tags of objects and buckets. Source: S3 User Guide, "Categorizing your objects using tags". */

import * as errors from "./errors.ts";
import type { Tag } from "./object.ts";

const none: readonly Tag[] = [];
const allowedText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The `x-amz-tagging` header: `Key=Value&Key2=Value2`, form-encoded. Throws InvalidArgument. */
export function readTaggingHeader(text: string | undefined): readonly Tag[] {
  if (text === undefined || text === "") return none;
  const unreadable = () =>
    errors.invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      "x-amz-tagging",
      text,
    );
  const tags = text.split("&").map((pair) => {
    const parts = pair.split("=").map((part) => decoded(part));
    if (parts.length > 2 || parts.includes(undefined)) throw unreadable();
    return { Key: parts[0] ?? "", Value: parts[1] ?? "" };
  });
  if (new Set(tags.map(({ Key }) => Key)).size !== tags.length) throw unreadable();
  return checkedTags(tags, "object");
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

const systemTag = {
  object: "Your TagKey cannot be prefixed with aws:",
  bucket: "System tags cannot be added/updated by requester",
};

const limits = { object: 10, bucket: 50 };

/** Throws BadRequest (too many) or InvalidTag. */
export function checkedTags(
  sent: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[],
  on: "object" | "bucket",
): readonly Tag[] {
  if (sent.length > limits[on]) throw errors.tooManyTags(on, limits[on]);
  const seen = new Set<string>();
  return sent.map(({ Key: key = "", Value: value = "" }) => {
    if (seen.has(key)) throw errors.invalidTag("Cannot provide multiple Tags with the same key", key);
    seen.add(key);
    if (key === "" || key.length > 128 || !allowedText.test(key)) {
      throw errors.invalidTag("The TagKey you have provided is invalid", key);
    }
    if (value.length > 256 || !allowedText.test(value)) {
      throw errors.invalidTag("The TagValue you have provided is invalid", key, value);
    }
    if (key.startsWith("aws:")) throw errors.invalidTag(systemTag[on], key);
    return { Key: key, Value: value };
  });
}
