import type { ProcessingConfiguration, Processor } from "@aws-sdk/client-firehose";
import { previewRecord, type RecordPreview } from "../../../emulator/index.ts";
import { parameterOf, processorsOf } from "./processing.ts";

/** The record that is put. */
export interface PlayedRecord {
  readonly data: Uint8Array;
  /** What is delivered of it, each without its delimiter; undefined where it fails in its processing. */
  readonly parts: readonly Uint8Array[] | undefined;
  /** Why it fails. */
  readonly failure?: string;
}

const sentence = "This is a pen";

/**
 * A record that the processing takes: the sentence, or JSON with the members that the query asks for. Where none of those
 * that are tried yields partition keys, the last one with its failure. `given`: the user's own.
 */
export async function recordFor(
  processing: ProcessingConfiguration | undefined,
  given: Uint8Array | undefined,
): Promise<PlayedRecord> {
  if (given !== undefined) return played(given, await previewRecord(processing, given));
  let last: PlayedRecord = { data: Buffer.from(sentence), parts: [Buffer.from(sentence)] };
  for (const data of candidates(processing)) {
    last = played(data, await previewRecord(processing, data));
    if (last.parts !== undefined) return last;
  }
  return last;
}

function played(data: Uint8Array, preview: RecordPreview): PlayedRecord {
  switch (preview.kind) {
    case "parts":
      return { data, parts: preview.parts };
    case "failed":
      return { data, parts: undefined, failure: preview.message };
    case "refused":
      return { data, parts: [data] };
  }
}

/** What a member may have to be: a name, a number, a time, one as a text. */
const values: readonly unknown[] = ["1", 1, "2026-11-24T14:09:08Z", 1_795_529_348, "a-b_c/d.e"];

function candidates(processing: ProcessingConfiguration | undefined): readonly Uint8Array[] {
  const processors = processorsOf(processing);
  const query = parameter(processors, "MetadataExtraction", "MetadataExtractionQuery");
  const isJson = parameter(processors, "RecordDeAggregation", "SubRecordType") === "JSON";
  if (query === undefined) return [json(isJson ? { crosscheck: sentence } : sentence)];
  const paths = pathsIn(query);
  return values.map((value) =>
    json(paths.reduce<unknown>((record, path) => withValue(record, path, value), { crosscheck: sentence })),
  );
}

function json(value: unknown): Uint8Array {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
}

function parameter(processors: readonly Processor[], type: string, name: string): string | undefined {
  const processor = processors.find(({ Type }) => Type === type);
  return processor && parameterOf(processor, name);
}

type Step = string | number;

/** What a jq program reads of its input, as far as that shows: `.a.b`, `."a b"`, `.a["b"][0]`, `.a | .b`, `{a}`. */
function pathsIn(query: string): readonly (readonly Step[])[] {
  const program = query.replace(/\s*\|\s*(?=\.[A-Za-z_"[])/g, "").replaceAll("?", "");
  const paths = program.match(/(?:\.(?:[A-Za-z_]\w*|"[^"]*"|(?=\[))|(?<=[\w"\].])\[(?:"[^"]*"|\d*)\])+/g) ?? [];
  const shorthands = [...program.matchAll(/[{,]\s*([A-Za-z_]\w*)\s*(?=[,}])/g)].map(([, name = ""]) => [name]);
  return [...paths.map(stepsOf), ...shorthands].filter(([first]) => typeof first === "string");
}

function stepsOf(path: string): readonly Step[] {
  return [...path.matchAll(/\.([A-Za-z_]\w*)|\.?\[?"([^"]*)"\]?|\[(\d*)\]/g)].map(([, name, quoted, index]): Step => {
    if (name !== undefined) return name;
    return quoted ?? Number(index === "" ? 0 : index);
  });
}

/** Deeper paths win over what stands in their way: `.a` and `.a.b` are both there then. */
function withValue(record: unknown, [step, ...rest]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return typeof record === "object" && record !== null ? record : value;
  if (typeof step === "number") {
    const list: unknown[] = Array.isArray(record) ? [...record] : [];
    for (let at = list.length; at < step; at++) list.push(value);
    list[step] = withValue(list[step], rest, value);
    return list;
  }
  const object = typeof record === "object" && record !== null && !Array.isArray(record) ? record : {};
  return { ...object, [step]: withValue((object as Readonly<Record<string, unknown>>)[step], rest, value) };
}
