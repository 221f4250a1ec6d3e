import type { ProcessingConfiguration } from "@aws-sdk/client-firehose";
import { ServiceError } from "../model/service-error.ts";
import { checkQuery, extractKeys } from "./partition-keys.ts";
import { type Processing, processingOf } from "./processors.ts";
import { splitRecord } from "./record-split.ts";

/** What processing makes of one record, before a delimiter is put between its parts. */
export type RecordPreview =
  | { readonly kind: "parts"; readonly parts: readonly Uint8Array[] }
  /** It would go below the error output prefix. */
  | { readonly kind: "failed"; readonly message: string }
  /** CreateDeliveryStream refuses the processing, or it has what is not emulated. */
  | { readonly kind: "refused" };

/** What becomes of a record in the processing that is emulated. */
export async function previewRecord(
  configuration: ProcessingConfiguration | undefined,
  data: Uint8Array,
): Promise<RecordPreview> {
  try {
    return await preview(processingOf(configuration), data);
  } catch (error) {
    if (error instanceof ServiceError) return { kind: "refused" };
    throw error;
  }
}

async function preview({ split, query }: Processing, data: Uint8Array): Promise<RecordPreview> {
  const parts = split === undefined ? [data] : splitRecord(Buffer.from(data), split);
  if (parts === undefined) return { kind: "failed", message: "it is not what the records are split as" };
  if (parts.length === 0) return { kind: "failed", message: "nothing is left of it once it is split" };
  if (query === undefined) return { kind: "parts", parts };
  await checkQuery(query);
  const failed = (await extractKeys(query, parts)).find((extraction) => extraction.kind === "failed");
  return failed === undefined ? { kind: "parts", parts } : { kind: "failed", message: failed.message };
}
