/** What was compiled once, for the next start: code, and so from a folder that nobody else can write into. */
import { existsSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

/**
 * Reads from Node's cache what was compiled before, where there is a folder for it that is the user's own; else there is no
 * cache, and a start takes longer. Where `NODE_COMPILE_CACHE` names a folder, Node uses that one from the start.
 */
export function enableOwnCompileCache(): void {
  const folder = ownFolder(cacheFolder(process.env), process.getuid?.());
  if (folder !== undefined) enableCompileCache(folder);
}

/** Undefined where the user has no home. Source: XDG Base Directory Specification, `XDG_CACHE_HOME`. */
function cacheFolder({ XDG_CACHE_HOME: given = "" }: NodeJS.ProcessEnv): string | undefined {
  const name = join("firehose-crosscheck", "compiled");
  if (isAbsolute(given)) return join(given, name);
  return existsSync(homedir()) ? join(homedir(), ".cache", name) : undefined;
}

/**
 * The folder, made where it is not there; undefined where somebody but the user `uid` could write into it or put another
 * in its place. `uid` is undefined on Windows, where a home is for its user alone.
 */
export function ownFolder(folder: string | undefined, uid: number | undefined): string | undefined {
  if (folder === undefined) return undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = realpathSync(folder);
    return uid === undefined || (isOwn(path, uid) && isKept(dirname(path), uid)) ? path : undefined;
  } catch {
    return undefined;
  }
}

const writableByOthers = 0o022;
/** In such a folder each removes and renames what is its own alone. Source: inode(7), S_ISVTX. */
const sticky = 0o1000;

function isOwn(folder: string, uid: number): boolean {
  const { uid: owner, mode } = statSync(folder);
  return owner === uid && (mode & writableByOthers) === 0;
}

/** Whether nobody but the user and the administrator can put another folder into the place of one below it. */
function isKept(folder: string, uid: number): boolean {
  const { uid: owner, mode } = statSync(folder);
  if ((owner !== uid && owner !== 0) || ((mode & writableByOthers) !== 0 && (mode & sticky) === 0)) return false;
  return dirname(folder) === folder || isKept(dirname(folder), uid);
}
