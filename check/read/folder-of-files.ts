import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../input-error.ts";
import { readBounded } from "./bounded-file.ts";
import { isTemplate } from "./cloudformation.ts";
import { parsedFile } from "./parsed-file.ts";
import { isPolicy } from "./policies/document.ts";
import { isTerraform } from "./terraform.ts";

/** More files than these are no folder of a set-up. */
const mostFiles = 100;

/** The files right in a folder that can be checked, by what they hold, in the order of their names. */
export async function filesToCheckIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && /\.(?:json|ya?ml|template)$/.test(entry.name))
    .map(({ name }) => name)
    .sort()
    .slice(0, mostFiles);
  const files: string[] = [];
  for (const name of names) if (await canBeChecked(join(folder, name))) files.push(join(folder, name));
  return files;
}

/** What cannot be read is none: it may be anything, and nobody named it. */
async function canBeChecked(file: string): Promise<boolean> {
  try {
    const { root } = parsedFile(file, await readBounded(file));
    return isTemplate(root) || isTerraform(root) || isPolicy(root);
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
