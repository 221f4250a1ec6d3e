import { formatArn, iamArn } from "../../emulator/index.ts";
import type { Configuration } from "../configuration.ts";
import { policyTexts } from "../policy-texts.ts";
import { principalArns, principalsNamed } from "../principals-named.ts";
import { functionArns } from "../relevant.ts";
import { roleArn } from "../roles.ts";
import type { Assignment } from "./overlap.ts";
import { listOf, statementsOf } from "./statements.ts";
import { mapTexts, marksIn } from "./texts.ts";
import { withTypes } from "./typed.ts";
import { anyMark, isFree } from "./unknown.ts";

/** A configuration with a value for everything that its input leaves unknown: one of those that it may turn out to be. */
export interface World {
  readonly configuration: Configuration;
  readonly assignment: Assignment;
}

declare const playable: unique symbol;

/** A configuration without a mark left in it. Only `asPlayed` makes one, and only these are played. */
export type Playable = Configuration & { readonly [playable]: true };

/** What is unknown is like nothing else in the input. */
export function baseWorld(configuration: Configuration): World {
  // Lists of all unknowns and of what refers to them have every mark, and decide nothing.
  const { unknowns, references: _, ...played } = configuration;
  const used = marksIn(played);
  const fitting = samplesThatFit(configuration);
  const assignment = unknowns
    .filter(({ mark }) => used.has(mark))
    .map(({ mark, sample }) => [mark, fitting.get(mark) ?? sample] as const);
  return { configuration, assignment: new Map([...assignment, ...(configuration.supposed ?? [])]) };
}

/** Samples in the form that a place asks for: AWS takes no policy with any text as a principal, an account or a resource. */
function samplesThatFit(configuration: Configuration): ReadonlyMap<string, string> {
  const { accountA, unknowns, deliveryStream } = configuration;
  const known = new Map(unknowns.map((unknown) => [unknown.mark, unknown]));
  const fitting = new Map<string, string>();
  const put = (mark: string | undefined, made: (sample: string) => string) => {
    const unknown = mark === undefined ? undefined : known.get(mark);
    if (unknown !== undefined && isFree(unknown)) fitting.set(unknown.mark, made(unknown.sample));
  };
  for (const policy of policyTexts(configuration)) {
    for (const { Resource, NotResource } of statementsOf(policy)) {
      for (const text of [...listOf(Resource), ...listOf(NotResource)]) {
        put([...text][0], (sample) => formatArn("sns", accountA.region, accountA.id, sample));
      }
    }
    for (const text of principalArns(policy.text)) {
      put(text, (sample) => iamArn(accountA.region, accountA.id, `role/${sample}`));
      put(/^arn:[\w-]+:(?:iam|sts)::(.{2}):/s.exec(text)?.[1], accountLike);
    }
  }
  for (const arn of functionArns(deliveryStream.destination)) {
    put([...arn][0], (sample) => formatArn("lambda", accountA.region, accountA.id, `function:${sample}`));
  }
  return fitting;
}

/** Twelve digits that are the sample's own. */
function accountLike(sample: string): string {
  const digits = [...sample].map((character) => String((character.codePointAt(0) ?? 0) % 10)).join("");
  return `9${digits.padEnd(11, "7").slice(0, 11)}`;
}

/** The world in which some of its unknowns have other values. */
export function withValues({ configuration, assignment }: World, values: Assignment): World {
  return { configuration, assignment: new Map([...assignment, ...values]) };
}

export function asPlayed({ configuration, assignment }: World): Playable {
  const { unknowns, supposed: _supposed, ...known } = configuration;
  const samples = new Map(unknowns.map(({ mark, sample }) => [mark, sample]));
  const put = mapTexts(known, (text) =>
    text.replace(anyMark, (mark) => assignment.get(mark) ?? samples.get(mark) ?? mark),
  );
  const { deliveryStream, bucket, keys } = put;
  const typed = unknowns.length === 0 ? {} : withTypes({ deliveryStream, bucket, keys });
  const concrete = { ...put, ...typed, unknowns };
  // Principals that are named are there: with unknown ones in place, more may be named than the input shows.
  // Who is described in this world is there already.
  const described = new Set(concrete.roles.map(roleArn));
  const assumed = concrete.assumed.filter(({ arn }) => !described.has(arn));
  const there = new Set(assumed.map(({ arn }) => arn));
  const named = unknowns.length === 0 ? [] : principalsNamed(concrete).filter(({ arn }) => !there.has(arn));
  return { ...concrete, assumed: [...assumed, ...named] } as unknown as Playable;
}

/** The configuration in its base world. */
export function playedAsIs(configuration: Configuration): Playable {
  return asPlayed(baseWorld(configuration));
}

/** Plain data about a world in the terms of its configuration: with marks where the world has samples. */
export function asWritten<Value>({ configuration, assignment }: World, value: Value): Value {
  const fitting = samplesThatFit(configuration);
  const samples = configuration.unknowns.flatMap(({ mark, sample }): readonly (readonly [string, string])[] => {
    const put = assignment.get(mark) ?? sample;
    return put === (fitting.get(mark) ?? sample) ? [[put, mark]] : [];
  });
  if (samples.length === 0) return value;
  const marks = new Map(samples);
  const any = new RegExp(samples.map(([sample]) => sample.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
  return mapTexts(value, (text) =>
    withoutBeginning(
      [...marks.keys()],
      text.replace(any, (sample) => marks.get(sample) ?? sample),
    ),
  );
}

/** A text that was cut, without the beginning of a sample that it was cut in: too little to tell which. */
function withoutBeginning(samples: readonly string[], text: string): string {
  if (!text.endsWith("…")) return text;
  const kept = text.slice(0, -1);
  const most = Math.max(...samples.map((sample) => beginningAtEnd(sample, kept)));
  return most === 0 ? text : `${kept.slice(0, -most)}…`;
}

/** How many of its characters a text ends with. */
function beginningAtEnd(sample: string, text: string): number {
  for (let count = sample.length - 1; count > 0; count--) if (text.endsWith(sample.slice(0, count))) return count;
  return 0;
}

/** Plain data for readers: each unknown by its name. */
export function inWords<Value>({ unknowns }: Pick<Configuration, "unknowns">, value: Value): Value {
  if (unknowns.length === 0) return value;
  const shown = new Map(unknowns.map((unknown) => [unknown.mark, unknown.shown]));
  return mapTexts(value, (text) => text.replace(anyMark, (mark) => shown.get(mark) ?? mark));
}
