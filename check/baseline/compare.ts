import { createTwoFilesPatch } from "diff";
import * as v from "valibot";
import { InputError } from "../input-error.ts";
import { readBounded } from "../read/bounded-file.ts";
import { parseJsonDocument } from "../read/json-document.ts";
import { validated } from "../read/validated.ts";
import type { BehaviourRecord } from "./record.ts";

const texts = v.array(v.string());
const permissions = v.strictObject({ loadBearing: texts, used: texts, excess: texts });

const record = v.strictObject({
  format: v.literal(
    "firehose-crosscheck/baseline/2",
    "what it records is of another version: approve it anew by --update-baseline",
  ),
  verdict: v.picklist(["works", "broken", "inconclusive"]),
  because: v.optional(v.string()),
  object: v.optional(
    v.strictObject({ owner: v.picklist(["account A", "account B"]), encryption: v.string(), grants: texts }),
  ),
  access: v.record(v.string(), texts),
  permissions: v.strictObject({ A: permissions, B: permissions }),
  notChecked: texts,
});

/** As `--update-baseline` writes it: made to be read in a diff. */
export function baselineText(behaviour: BehaviourRecord): string {
  return `${JSON.stringify(behaviour, undefined, 2)}\n`;
}

/** Rejects with an `InputError` where it is no baseline. */
export async function readBaseline(file: string): Promise<BehaviourRecord> {
  const askedFor = { file };
  const text = await readBounded(file, { askedFor }).catch((error: unknown) => {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(askedFor, error.problem, "write it by --update-baseline first");
  });
  return validated(record, parseJsonDocument(text, file));
}

/** What has changed since it was approved, as a unified diff; undefined where nothing has. */
export function differences(file: string, approved: BehaviourRecord, now: BehaviourRecord): string | undefined {
  const [before, after] = [baselineText(approved), baselineText(now)];
  if (before === after) return undefined;
  return createTwoFilesPatch(file, file, before, after, "approved", "now");
}
