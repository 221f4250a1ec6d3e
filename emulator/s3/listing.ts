/** Which keys a listing shows: prefix, delimiter, position and page size. Pure. */
import { compareUtf8, endOfPrefix, lowerBound, upperBound } from "./key-order.ts";

export interface ListingQuestion {
  readonly prefix: string;
  /** Empty: nothing is rolled up. */
  readonly delimiter: string;
  /** Entries up to and including this one have been seen: a key or a common prefix. */
  readonly after: string;
  readonly maxKeys: number;
}

export interface Listing {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The last entry of the page where more follow. */
  readonly next: string | undefined;
}

/**
 * One page over keys in UTF-8 order. A common prefix counts as one entry, in its place among the keys.
 * `isShown` says whether a key has anything to show (its newest version may be a delete marker).
 */
export function listKeys(
  sorted: readonly string[],
  { prefix, delimiter, after, maxKeys }: ListingQuestion,
  isShown: (key: string) => boolean,
): Listing {
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last = "";
  let at = Math.max(lowerBound(sorted, prefix), after === "" ? 0 : upperBound(sorted, after));
  while (at < sorted.length) {
    const key = sorted[at] ?? "";
    if (!key.startsWith(prefix)) break;
    if (!isShown(key)) {
      at++;
      continue;
    }
    const common = commonPrefixOf(key, prefix, delimiter);
    // The common prefix itself was an entry of an earlier page, or lies before the position that was asked for.
    if (common !== undefined && after !== "" && compareUtf8(common, after) <= 0) {
      at = endOfPrefix(sorted, common, at);
      continue;
    }
    if (keys.length + commonPrefixes.length === maxKeys) return { keys, commonPrefixes, next: last };
    if (common === undefined) {
      keys.push(key);
      last = key;
      at++;
    } else {
      commonPrefixes.push(common);
      last = common;
      at = endOfPrefix(sorted, common, at);
    }
  }
  return { keys, commonPrefixes, next: undefined };
}

function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === "") return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/**
 * `encoding-type=url`: keys as S3 encodes them, slashes kept, a space as `+`.
 * Source: S3 API reference, ListObjectsV2 (EncodingType), and answers recorded from AWS.
 */
export function urlEncoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, "+")
    .replace(/%2F/g, "/");
}
