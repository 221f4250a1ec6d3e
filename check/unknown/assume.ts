import { bucketArn } from "../../emulator/index.ts";
import type { Assumption, Configuration, KeyConfiguration } from "../configuration.ts";
import { policyTexts } from "../policy-texts.ts";
import { deliveryKeys, deliveryRoles, isKeyMeant, relevantPart } from "../relevant.ts";
import { roleArn } from "../roles.ts";
import type { SourceLocation } from "../source.ts";
import { type Assignment, areAllowed, itemsOf, overlap } from "./overlap.ts";
import { mapTexts, textsIn } from "./texts.ts";
import { anyMark, hasMark, type Unknown } from "./unknown.ts";

/**
 * A name that AWS draws at deployment, and an ARN written out elsewhere which it can be: whoever wrote that ARN down had it
 * from the deployment. They are taken for the same, and the verdict says so.
 */
export function withAssumptions(configuration: Configuration): Configuration {
  return [assumedRoles, assumedBucket, assumedKeys, assumedDataStream].reduce(
    (at, assume) => assume(at),
    configuration,
  );
}

/** What an ARN that is written out makes of the marks in one with marks; undefined where it cannot be that. */
export function valuesFrom(
  written: string,
  text: string,
  unknowns: readonly Unknown[],
  mayBeWhole = false,
): Assignment | undefined {
  if (!hasMark(text) || hasMark(written)) return undefined;
  const byMark = new Map(unknowns.map((unknown) => [unknown.mark, unknown]));
  // What the user could have given and has not is asked for, and guessed only where the rest of the name fits.
  const isNothingElse = [...lastOf(text)].every((character) => byMark.get(character)?.kind === "withheld");
  if (isNothingElse && !mayBeWhole) return undefined;
  const values = overlap(itemsOf(text, byMark, false), itemsOf(written, byMark, false));
  if (values === undefined || !areAllowed(values, byMark)) return undefined;
  return put(text, values) === written ? values : undefined;
}

function lastOf(arn: string): string {
  return arn.replace(/.*[:/]/s, "");
}

function put(text: string, values: Assignment): string {
  return text.replace(anyMark, (mark) => values.get(mark) ?? mark);
}

interface Candidate {
  /** With marks. */
  readonly text: string;
  readonly what: string;
  readonly source: SourceLocation;
}

/** With one of the written texts in the place of a text with marks, where exactly one can be it. */
function assume(
  configuration: Configuration,
  { text, what, source }: Candidate,
  written: readonly Written[],
): Configuration {
  const fitting = new Map<string, { readonly values: Assignment; readonly from: Written }>();
  for (const from of written) {
    const values = valuesFrom(from.text, text, configuration.unknowns);
    if (values !== undefined) fitting.set(from.text, { values, from });
  }
  const [only, ...others] = fitting.values();
  if (only === undefined) return configuration;
  if (others.length > 0) return supposing(configuration, [only, ...others], { what, source });
  return assuming(configuration, only.values, {
    text: `${what} is deployed as \`${only.from.text}\`, which ${placeOf(only.from.source)} names`,
    source,
  });
}

/** One of several: the first is played first, and the others are asked for as whatever else may fit. */
function supposing(
  configuration: Configuration,
  fitting: readonly { readonly values: Assignment; readonly from: Written }[],
  { what, source }: Omit<Candidate, "text">,
): Configuration {
  const names = fitting.map(({ from }) => `\`${from.text}\``).join(", ");
  return {
    ...configuration,
    supposed: [...(configuration.supposed ?? []), ...(fitting[0]?.values ?? [])],
    assumptions: [...configuration.assumptions, { text: `${what} is deployed as one of ${names}`, source }],
  };
}

function placeOf({ file, line }: SourceLocation): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** The configuration with values in the place of marks, everywhere. */
export function assuming(configuration: Configuration, values: Assignment, assumption: Assumption): Configuration {
  const { unknowns, assumptions, supposed, ...known } = configuration;
  return {
    ...mapTexts(known, (text) => put(text, values)),
    unknowns,
    assumptions: [...assumptions, assumption],
    ...(supposed !== undefined && { supposed }),
  };
}

interface Written {
  readonly text: string;
  readonly source: SourceLocation;
}

/** ARNs that policies write out which count for the delivery: what others write is about something else. */
function writtenIn(configuration: Configuration): readonly Written[] {
  return policyTexts(relevantPart(configuration)).flatMap(({ text, source }) => {
    const all = new Set(textsIn(parsed(text)).filter((each) => each.startsWith("arn:") && !hasMark(each)));
    return [...all].map((each) => ({ text: each, source }));
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function assumedRoles(configuration: Configuration): Configuration {
  return deliveryRoles(configuration).reduce((at, role) => {
    const arn = roleArn(role);
    const written = writtenIn(at).map((each) => ({
      ...each,
      text: each.text.replace(sessionForm, "arn:$1:iam::$2:role/$3"),
    }));
    return assume(at, { text: arn, what: `role ${shortOf(role.source)}`, source: role.source }, written);
  }, configuration);
}

const sessionForm = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/;

function assumedBucket(configuration: Configuration): Configuration {
  const { bucket, accountB } = configuration;
  const written = writtenIn(configuration).map((each) => ({
    ...each,
    text: each.text.replace(/^(arn:[\w-]+:s3:::[^/]*)\/.*$/, "$1"),
  }));
  const text = bucketArn(accountB.region, bucket.name);
  return assume(configuration, { text, what: `bucket ${shortOf(bucket.source)}`, source: bucket.source }, written);
}

/** A key that the delivery names by an ARN, and one that is described and whose id is drawn. */
function assumedKeys(configuration: Configuration): Configuration {
  const named = deliveryKeys(configuration).reduce((at, reference) => {
    if (hasMark(reference) || at.keys.some((key) => isKeyMeant(key, reference))) return at;
    const possible = at.keys.filter(({ arn }) => valuesFrom(reference, arn, at.unknowns) !== undefined);
    const [only, ...others] = possible;
    if (only === undefined || others.length > 0) return at;
    return assume(at, candidateOf(only), [{ text: reference, source: at.deliveryStream.source }]);
  }, configuration);
  return named.keys
    .filter((key) => deliveryKeys(named).some((reference) => isKeyMeant(key, reference)))
    .reduce((at, key) => assume(at, candidateOf(key), writtenIn(at)), named);
}

function candidateOf({ arn, source }: KeyConfiguration): Candidate {
  return { text: arn, what: `key ${shortOf(source)}`, source };
}

function assumedDataStream(configuration: Configuration): Configuration {
  const { dataStream } = configuration;
  if (dataStream === undefined) return configuration;
  const { arn: text, source } = dataStream;
  return assume(configuration, { text, what: `data stream ${shortOf(source)}`, source }, writtenIn(configuration));
}

/** `` `Writer` of ingest.yaml `` */
function shortOf({ file, path = "" }: SourceLocation): string {
  const name = path.replace(/^Resources\./, "");
  return name === "" ? `of ${file}` : `\`${name}\` of ${file}`;
}
