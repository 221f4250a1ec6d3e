import { appendFile, writeFile } from "node:fs/promises";
import { redact } from "../harness/redaction/known-secrets.ts";
import { refuseUnwritable, writeWhole } from "./whole-file.ts";

/** What standard output is called where a file is asked for. */
export const standardOutput = "-";

/**
 * Writes a file for the user, whole or not at all and without secrets: no other module of the CLI writes any. Rejects with
 * what the operating system says.
 */
export async function writeOutputFile(path: string, text: string): Promise<void> {
  await writeWhole(path, redact(text));
}

/** Before the work whose result is kept there: makes the file's folders. Rejects where it could not be written. */
export async function openOutputFile(path: string): Promise<void> {
  await refuseUnwritable(path);
}

/** Writes at the end of a file that others write into, too; without secrets. */
export async function appendOutputFile(path: string, text: string): Promise<void> {
  await appendFile(path, redact(text));
}

/** Writes a file whose text is this package's own, so that it has no secrets. Rejects where there is one already. */
export async function writeNewFile(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: "wx" });
}
