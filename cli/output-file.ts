import { appendFile, writeFile } from "node:fs/promises";
import { redact } from "../harness/redaction/known-secrets.ts";

/** Writes a file for the user, without secrets: no other module of the CLI writes any. Rejects as `writeFile` does. */
export async function writeOutputFile(path: string, text: string): Promise<void> {
  await writeFile(path, redact(text));
}

/** The same at the end of a file that others write into, too. */
export async function appendOutputFile(path: string, text: string): Promise<void> {
  await appendFile(path, redact(text));
}

/** Writes a file whose text is this package's own, so that it has no secrets. Rejects where there is one already. */
export async function writeNewFile(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: "wx" });
}
