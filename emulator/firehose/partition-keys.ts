import { invalidArgument } from "./errors.ts";
import { compileProblem, runJq } from "./jq/jq.ts";
import type { Answer } from "./jq/messages.ts";

/** AWS's limit. Source: Firehose User Guide, "Create partitioning keys with inline parsing". */
const maxKeys = 50;

/** Checks that a query compiles. Throws InvalidArgumentException; AWS's words for it are not documented. */
export async function checkQuery(query: string): Promise<void> {
  const problem = await compileProblem(query);
  if (problem !== undefined) throw invalidArgument(`The MetadataExtractionQuery is not a jq program: ${problem}`);
}

export type Extraction =
  | { readonly kind: "keys"; readonly keys: ReadonlyMap<string, string> }
  | { readonly kind: "failed"; readonly message: string };

/**
 * The partition keys of each record, in order; of several results of the query the first counts.
 * The words for a key without value were reported by users; those for data that are not JSON are jq's.
 */
export async function extractKeys(query: string, records: readonly Uint8Array[]): Promise<readonly Extraction[]> {
  const texts = records.map((data) => JSON.stringify(Buffer.from(data).toString("utf8")));
  const parsed = (await runJq("fromjson", texts)).map(read);
  const values = parsed.flatMap((each) => (each.kind === "value" ? [each.json] : []));
  const results = (await runJq(query, values)).map(read).values();
  return parsed.map((each) => {
    const result = each.kind === "value" ? results.next().value : each;
    if (result === undefined) throw new Error("each record has its result");
    return result.kind === "value" ? keysIn(JSON.parse(result.json)) : result;
  });
}

type Result = { readonly kind: "value"; readonly json: string } | Extract<Extraction, { readonly kind: "failed" }>;

function read(answer: Answer): Result {
  if (answer.kind === "error") return { kind: "failed", message: answer.message };
  const [json = ""] = answer.text.split("\n");
  return json === "" ? { kind: "failed", message: "no result" } : { kind: "value", json };
}

function keysIn(keys: unknown): Extraction {
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
