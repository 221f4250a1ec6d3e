import type { Part } from "../part.ts";

/** What was read of live accounts, to be checked again later or elsewhere. */
export interface Snapshot {
  readonly format: typeof snapshotFormat;
  /** ISO 8601. */
  readonly readAt: string;
  readonly part: Part;
}

export const snapshotFormat = "firehose-crosscheck/snapshot/1";

export function snapshotText(part: Part, readAtMs: number): string {
  const snapshot: Snapshot = { format: snapshotFormat, readAt: new Date(readAtMs).toISOString(), part };
  return `${JSON.stringify(snapshot, undefined, 2)}\n`;
}
