import { writeFile } from "node:fs/promises";
import { redact } from "../harness/redaction/known-secrets.ts";

/** Writes a file for the user, without secrets: no other part of the CLI writes any. Rejects as `writeFile` does. */
export async function writeOutputFile(path: string, text: string): Promise<void> {
  await writeFile(path, redact(text));
}
