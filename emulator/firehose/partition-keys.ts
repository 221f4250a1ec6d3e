import { createRequire } from "node:module";
import { invalidArgument } from "./errors.ts";

/** The part of jq-web that is used: jq itself, compiled to WebAssembly. */
interface Jq {
  /** Throws with what jq wrote to standard error. */
  raw(input: string, program: string, flags: readonly string[]): string;
}

let loaded: Jq | undefined;

/** Loads jq once; everything after it needs no waiting. */
async function loadJq(): Promise<Jq> {
  loaded ??= await (createRequire(import.meta.url)("jq-web") as Promise<Jq>);
  return loaded;
}

/** AWS's limit. Source: Firehose User Guide, "Create partitioning keys with inline parsing". */
const maxKeys = 50;

/**
 * Loads jq and checks that a query compiles. Throws InvalidArgumentException; AWS's words for it are not documented.
 */
export async function checkQuery(query: string): Promise<void> {
  const jq = await loadJq();
  try {
    jq.raw("null", `empty | (${query}\n)`, []);
  } catch (error) {
    throw invalidArgument(`The MetadataExtractionQuery is not a jq program: ${(error as Error).message.trim()}`);
  }
}

export type Extraction =
  | { readonly kind: "keys"; readonly keys: ReadonlyMap<string, string> }
  | { readonly kind: "failed"; readonly message: string };

/**
 * The partition keys of each record, in order. The query must have been checked.
 * The words for a key without value were reported by users; those for data that are not JSON are jq's.
 */
export function extractKeys(query: string, records: readonly Uint8Array[]): readonly Extraction[] {
  if (loaded === undefined) throw new Error("a query is evaluated before it was checked");
  if (records.length === 0) return [];
  const texts = JSON.stringify(records.map((data) => Buffer.from(data).toString("utf8")));
  const program = `.[] | ((try {keys: (fromjson | first(${query}\n))} catch {error: tostring}) // {error: "no result"})`;
  return loaded
    .raw(texts, program, ["-c"])
    .trim()
    .split("\n")
    .map((line) => readExtraction(JSON.parse(line) as { readonly keys?: unknown; readonly error?: string }));
}

function readExtraction({ keys, error }: { readonly keys?: unknown; readonly error?: string }): Extraction {
  if (error !== undefined) return { kind: "failed", message: error };
  if (typeof keys !== "object" || keys === null || Array.isArray(keys)) {
    return { kind: "failed", message: "the query did not return an object" };
  }
  const entries = Object.entries(keys);
  if (entries.length > maxKeys) return { kind: "failed", message: `more than ${maxKeys} partition keys` };
  if (entries.some(([, value]) => value === null || value === "")) {
    return { kind: "failed", message: "partitionKeys values must not be null or empty" };
  }
  return {
    kind: "keys",
    keys: new Map(entries.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)])),
  };
}
