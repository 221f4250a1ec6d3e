import type { Streams } from "../../cli/streams.ts";

/** Streams that keep what is written to them. */
export function capture(): Streams & { readonly written: () => { readonly stdout: string; readonly stderr: string } } {
  const out: string[] = [];
  const err: string[] = [];
  const writeTo = (list: string[]) => (text: string | Uint8Array) => list.push(String(text)) > 0;
  return {
    stdout: { write: writeTo(out), isTTY: false, columns: 80 },
    stderr: { write: writeTo(err) },
    written: () => ({ stdout: out.join(""), stderr: err.join("") }),
  };
}
