import { existsSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** A folder with those above it. Node's own way does not end below `/proc`, where a folder is there and takes none. */
export async function makeFolders(folder: string): Promise<void> {
  if (isFolder(folder)) return;
  const above = dirname(resolve(folder));
  if (!existsSync(above)) await makeFolders(above);
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    // Somebody else may have been faster.
    if (error.code !== "EEXIST" || !isFolder(folder)) throw error;
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
