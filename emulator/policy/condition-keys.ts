/**
 * The condition keys that the emulator answers for: those of `conditionKeyRows`. A policy with any other key of an emulated
 * service must be refused, for a key that is absent by mistake lets denials miss.
 * Sources: IAM guide, reference_policies_condition-keys; Service Authorization Reference (2026-08).
 */
import { conditionKeyNames, listKeyNames } from "./condition-key-names.ts";
import { conditionKeyRows } from "./condition-key-table.ts";
import type { PolicyDocument } from "./types.ts";
import { variableKeys } from "./variables.ts";

const rows = conditionKeyRows.flatMap((row) => row.keys.map((key) => key.toLowerCase()));

/** Keys whose last part names a tag or a context entry. */
const families = rows.filter((key) => /[/:]$/.test(key));

const known = new Set(rows.filter((key) => !/[/:]$/.test(key)));

/** Prefixes of the keys that reach the emulated services. Keys of other services are absent from their requests. */
const emulatedPrefixes = new Set(["aws", "s3", "sts", "iam", "kms", "kinesis", "firehose", "logs", "cloudwatch"]);

export function isKnownConditionKey(key: string): boolean {
  const folded = key.toLowerCase();
  if (!emulatedPrefixes.has(folded.split(":")[0] ?? "")) return true;
  return known.has(folded) || families.some((family) => folded.startsWith(family) && folded.length > family.length);
}

const ofAws = new Set(
  Object.values(conditionKeyNames)
    .flat()
    .map((name) => name.toLowerCase()),
);
const familiesOfAws = [...ofAws].filter((name) => name.endsWith("*")).map((name) => name.slice(0, -1));

/** Whether AWS lists a key of that name, with one of the prefixes of `conditionKeyNames`. */
export function isConditionKeyOfAws(key: string): boolean {
  const folded = key.toLowerCase();
  return (
    ofAws.has(folded) || familiesOfAws.some((family) => folded.startsWith(family) && folded.length > family.length)
  );
}

const listKeys = new Set(listKeyNames.map((name) => name.toLowerCase()));

/** Whether a key holds a list, of any number of values, and not one value. */
export function isListKey(key: string): boolean {
  return listKeys.has(key.toLowerCase());
}

/**
 * Condition keys (and keys read by policy variables) of a document that the emulator does not answer for, as written.
 * Where a policy with one is put, the answer is NotImplemented, naming it.
 */
export function unknownConditionKeys({ statements, version }: PolicyDocument): readonly string[] {
  const used = statements.flatMap(({ resources = [], notResources = [], conditions }) => [
    ...conditions.map(({ key }) => key),
    ...[...resources, ...notResources, ...conditions.flatMap(({ values }) => values)].flatMap((text) =>
      variableKeys(text, version),
    ),
  ]);
  return [...new Set(used.filter((key) => !isKnownConditionKey(key)))];
}
