import { readFile, stat } from "node:fs/promises";
import { UsageError } from "./usage-error.ts";

/** Of a record in bytes: 10 MiB of Kinesis, and what Firehose takes directly is less. Source: Kinesis Data Streams quotas. */
const mostBytes = 1024 * 1024;

/** The bytes of one record, as they stand in the file. Rejects with a `UsageError`. */
export async function readRecord(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch((error: Error) => {
    throw new UsageError(`--record: ${file} cannot be read: ${error.message}`);
  });
  if (!found.isFile()) throw new UsageError(`--record: ${file} is no file: give one whose bytes are the record`);
  if (found.size === 0) throw new UsageError(`--record: ${file} is empty: give one whose bytes are the record`);
  if (found.size > mostBytes) {
    throw new UsageError(`--record: ${file} has ${found.size} bytes: a record has at most ${mostBytes}`);
  }
  return readFile(file).catch((error: Error) => {
    throw new UsageError(`--record: ${file} cannot be read: ${error.message}`);
  });
}
