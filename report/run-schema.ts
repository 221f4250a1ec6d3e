/** What a run is as JSON, for reading it back. */
import * as v from "valibot";
import type {
  ControlResult,
  Evidence,
  Failure,
  RunResult,
  ScenarioResult,
  StepResult,
  Verdict,
} from "../harness/result.ts";
import { runFormat } from "./json.ts";

const text = v.string("must be text");
const number = v.pipe(v.number("must be a number"), v.finite("must be a number"), v.minValue(0, "must not be below 0"));
const count = v.pipe(number, v.integer("must be a whole number"));
const list = <Schema extends v.GenericSchema>(schema: Schema) => v.array(schema, "must be a list");

/** Members that are not known here are kept: the format's number rises with those that have to be known. */
const object = <Entries extends v.ObjectEntries>(entries: Entries, what: string) =>
  v.looseObject(entries, `must be ${what}`);

const fact = object({ name: text, value: text }, "a fact: { name, value }");

const failure: v.GenericSchema<unknown, Failure> = object(
  {
    short: text,
    message: text,
    code: v.optional(text),
    expected: v.optional(text),
    received: v.optional(text),
    stack: v.optional(text),
  },
  "a failure: { short, message }",
);

const verdict: v.GenericSchema<unknown, Verdict> = v.variant(
  "kind",
  [
    object({ kind: v.literal("passed") }, "a verdict"),
    object({ kind: v.literal("failed"), failure }, "a verdict"),
    object({ kind: v.literal("inconclusive"), because: text }, "a verdict"),
  ],
  "must be a verdict: passed, failed or inconclusive",
);

const step: v.GenericSchema<unknown, StepResult> = object(
  {
    title: text,
    kind: v.picklist(["action", "check"], "must be action or check"),
    phase: v.picklist(["given", "when", "outcome", "clean-up"], "must be a phase: given, when, outcome or clean-up"),
    verdict,
    durationMs: number,
    latencyMs: v.optional(number),
    facts: list(fact),
    steps: list(v.lazy((): v.GenericSchema<unknown, StepResult> => step)),
    calls: v.optional(list(count)),
  },
  "a step",
);

/** Evidence is for showing, and is written and read by one version: its lists are looked for, and not into. */
const evidence = v.custom<Evidence>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    ["accounts", "calls", "grounds", "attempts", "objects", "cut"].every((member) =>
      Array.isArray((value as Readonly<Record<string, unknown>>)[member]),
    ),
  "must be evidence",
);

const scenario: v.GenericSchema<unknown, ScenarioResult> = object(
  {
    name: text,
    title: text,
    verdict,
    durationMs: number,
    steps: list(step),
    leftBehind: list(failure),
    setting: list(fact),
    evidence: v.optional(evidence),
  },
  "the result of a scenario",
);

const control: v.GenericSchema<unknown, ControlResult> = object(
  {
    name: text,
    title: text,
    finding: v.variant(
      "kind",
      [
        object({ kind: v.literal("holds") }, "a finding"),
        object({ kind: v.literal("fails"), observed: text }, "a finding"),
        object({ kind: v.literal("not-measured"), because: text }, "a finding"),
      ],
      "must be a finding: holds, fails or not-measured",
    ),
    durationMs: number,
  },
  "the result of a control",
);

/** Of a file that `jsonReport` wrote. */
export const runSchema: v.GenericSchema<unknown, RunResult> = object(
  {
    format: v.literal(runFormat, `must be ${runFormat}, which this version reads`),
    version: v.optional(text),
    shard: v.optional(object({ index: count, count, scenarios: list(text) }, "a shard: { index, count, scenarios }")),
    target: text,
    startedAt: v.pipe(text, v.isoTimestamp("must be a time as ISO 8601 has it")),
    durationMs: number,
    counts: object({ passed: count, failed: count, inconclusive: count }, "{ passed, failed, inconclusive }"),
    measurement: v.optional(
      object({ controls: list(control), durationMs: number, leftBehind: list(failure) }, "a measurement"),
    ),
    usage: v.optional(list(fact)),
    scenarios: list(scenario),
  },
  "the results of a run, as `crosscheck run --json` writes them",
);
