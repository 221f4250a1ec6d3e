/** Which versions a listing shows. Pure but for the index it reads. */
import { compareUtf8, endOfPrefix, lowerBound } from "./key-order.ts";
import type { ObjectVersion } from "./object.ts";
import type { ObjectIndex } from "./object-index.ts";

export interface VersionQuestion {
  readonly prefix: string;
  readonly delimiter: string;
  /** Empty: from the start. */
  readonly keyMarker: string;
  /** Undefined: the versions of the marker's key have all been seen. */
  readonly versionIdMarker: string | undefined;
  readonly maxKeys: number;
}

export interface VersionPage {
  readonly versions: readonly ObjectVersion[];
  readonly commonPrefixes: readonly string[];
  /** The last entry of the page where more follow. */
  readonly next: { readonly keyMarker: string; readonly versionIdMarker: string | undefined } | undefined;
}

export function listVersions(index: ObjectIndex, question: VersionQuestion): VersionPage {
  const { prefix, delimiter, keyMarker, maxKeys } = question;
  const keys = index.sortedKeys();
  const versions: ObjectVersion[] = [];
  const commonPrefixes: string[] = [];
  let next: VersionPage["next"];
  let at = Math.max(lowerBound(keys, prefix), keyMarker === "" ? 0 : lowerBound(keys, keyMarker));
  while (at < keys.length) {
    const key = keys[at] ?? "";
    if (!key.startsWith(prefix)) break;
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    if (end >= 0) {
      const common = key.slice(0, end + delimiter.length);
      at = endOfPrefix(keys, common, at);
      if (keyMarker !== "" && compareUtf8(common, keyMarker) <= 0) continue;
      if (versions.length + commonPrefixes.length === maxKeys) return page();
      commonPrefixes.push(common);
      next = { keyMarker: common, versionIdMarker: undefined };
      continue;
    }
    for (const version of unseen(index.versions(key), key, question)) {
      if (versions.length + commonPrefixes.length === maxKeys) return page();
      versions.push(version);
      next = { keyMarker: key, versionIdMarker: version.versionId };
    }
    at++;
  }
  return { versions, commonPrefixes, next: undefined };

  function page(): VersionPage {
    return { versions, commonPrefixes, next: maxKeys === 0 ? undefined : next };
  }
}

function unseen(
  versions: readonly ObjectVersion[],
  key: string,
  { keyMarker, versionIdMarker }: VersionQuestion,
): readonly ObjectVersion[] {
  if (key !== keyMarker) return versions;
  if (versionIdMarker === undefined) return [];
  const seen = versions.findIndex(({ versionId }) => versionId === versionIdMarker);
  return seen < 0 ? [] : versions.slice(seen + 1);
}
