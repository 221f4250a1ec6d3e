import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { InputError } from "../input-error.ts";
import type { SourceLocation } from "../source.ts";
import { hasMark } from "../unknown/unknown.ts";

/** A plan of thousands of resources has some megabytes. */
export const mostBytes = 32 * 1024 * 1024;

/**
 * The text of a file, looked at before it is read: nothing but a regular file of at most `limit` bytes in UTF-8 is taken.
 * `askedFor` is the place that names it, where that is not the user's own command line. Rejects with an `InputError`.
 */
export async function readBounded(
  file: string,
  { limit = mostBytes, askedFor = { file } }: { readonly limit?: number; readonly askedFor?: SourceLocation } = {},
): Promise<string> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(askedFor, `${named(file, askedFor)}cannot be read: ${reasonOf(error)}`, "check the name");
  });
  if (!found.isFile()) throw new InputError(askedFor, `${named(file, askedFor)}is no file`, "name a file");
  if (found.size > limit) {
    throw new InputError(
      askedFor,
      `${named(file, askedFor)}has ${inMiB(found.size)} MiB, and ${inMiB(limit)} MiB are the most that is read`,
      "give only what describes the delivery",
    );
  }
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(askedFor, `${named(file, askedFor)}cannot be read: ${reasonOf(error)}`);
  });
  return checkedText(bytes, file);
}

/** The text that bytes are. Throws an `InputError` where they are none in UTF-8, or one that an input cannot be. */
export function checkedText(bytes: Uint8Array, file: string): string {
  const text = decoded(bytes, file);
  if (hasMark(text)) {
    throw new InputError(
      { file },
      "has characters of Unicode's private plane 15, which mean nothing to AWS",
      "leave them out",
    );
  }
  return text;
}

function decoded(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InputError({ file }, "is not text in UTF-8", "save it in that encoding");
  }
}

/**
 * The path of a file that a manifest names, as the user would write it. Rejects where it leads out of the folder, through
 * a symbolic link too: a configuration that somebody else wrote must not make its reader open other files.
 */
export async function pathInside(folder: string, name: string, askedFor: SourceLocation): Promise<string> {
  const file = join(folder, name);
  const fix = "name a file of the folder, relative to it";
  if (isAbsolute(name) || isOutside(resolve(folder), resolve(file))) {
    throw new InputError(askedFor, `\`${name}\` is outside the folder`, fix);
  }
  const [realFolder, realFile] = await Promise.all([
    realpath(folder),
    realpath(file).catch((error: NodeJS.ErrnoException) => {
      throw new InputError(askedFor, `\`${name}\` cannot be read: ${reasonOf(error)}`, fix);
    }),
  ]);
  if (isOutside(realFolder, realFile)) {
    throw new InputError(askedFor, `\`${name}\` is a link that leads outside the folder`, fix);
  }
  return file;
}

function isOutside(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
}

/** The place already says the file's name where the user gave it. */
function named(file: string, askedFor: SourceLocation): string {
  return askedFor.file === file ? "" : `\`${file}\` `;
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === "ENOENT" || code === "ENOTDIR") return "it is not there";
  if (code === "EACCES") return "permission is denied";
  if (code === "ELOOP") return "its links lead in a circle";
  return message;
}

function inMiB(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(bytes % (1024 * 1024) === 0 ? 0 : 1);
}
