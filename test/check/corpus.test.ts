import { expect, test } from "vitest";
import type { Configuration } from "../../check/configuration.ts";
import { findRepair } from "../../check/repair/search.ts";
import { type Judged, judge } from "../../check/unknown/judge.ts";
import { inWords } from "../../check/unknown/world.ts";
import type { Outcome } from "../../check/verdict.ts";
import { type CorpusEntry, corpus, type Expected } from "../support/corpus.ts";
import { readConfiguration } from "../support/read-configuration.ts";

/** What `expected.json` says, as it was found. */
async function found({ inputs, expected, folder }: CorpusEntry): Promise<Expected> {
  const configuration = await readConfiguration(inputs, expected.settings);
  const judged = await judge(configuration, { by: "wire" });
  const overTheWire = judged.outcome;
  const { outcome: pastIt } = await judge(configuration, { by: "direct" });
  expect(told(pastIt)).toEqual(told(overTheWire));
  const { shows, inputs: given, settings } = expected;
  return {
    shows,
    ...(given !== undefined && { inputs: given }),
    ...(settings !== undefined && { settings }),
    ...below(
      folder,
      inWords(judged.world.configuration, { ...told(overTheWire), ...(await repairOf(configuration, judged)) }),
    ),
  };
}

/** Files by their names below the entry's folder. */
function below<Value>(folder: string, value: Value): Value {
  return JSON.parse(JSON.stringify(value).replaceAll(`${folder}/`, "")) as Value;
}

function told({ kind, object, cause, notChecked, warnings, assumptions }: Outcome): Omit<Expected, "shows"> {
  return {
    verdict: kind,
    ...(object !== undefined && { owner: object.owner }),
    ...(cause !== undefined && {
      cause: {
        kind: cause.kind,
        action: cause.action,
        code: cause.code,
        refusedBy: cause.grounds.map(({ side, policyType, attachedTo }) => `${side}: ${policyType} of ${attachedTo}`),
      },
    }),
    ...(assumptions.length > 0 && { assumes: assumptions.map(({ text }) => text) }),
    ...(notChecked.length > 0 && { notChecked: notChecked.map(({ what }) => what) }),
    ...(warnings.length > 0 && { warnings: warnings.map(({ text }) => text) }),
  };
}

async function repairOf(
  configuration: Configuration,
  { outcome, inWorld }: Judged,
): Promise<Pick<Expected, "repair" | "sideEffects" | "repaired">> {
  if (outcome.kind !== "broken") return {};
  const repair = await findRepair(configuration, inWorld);
  if (repair === undefined) return {};
  const { outcome: repaired } = await judge(repair.configuration, { by: "wire" });
  expect(repaired.kind).not.toBe("broken");
  return {
    repair: repair.changes.map(({ text }) => text),
    ...(repair.sideEffects.length > 0 && { sideEffects: repair.sideEffects }),
    ...(repaired.kind === "inconclusive" && { repaired: repaired.kind }),
  };
}

test.each(corpus())("$name: $expected.shows", async (entry) => {
  expect(await found(entry)).toEqual(entry.expected);
});

test("the corpus has what works as well as what does not, and every broken one has its repair", () => {
  const verdicts = corpus().map(({ expected }) => expected.verdict);
  expect(new Set(verdicts)).toContain("works");
  expect(new Set(verdicts)).toContain("broken");
  const irreparable = corpus().filter(({ expected }) => expected.verdict === "broken" && expected.repair === undefined);
  expect(irreparable.map(({ name }) => name)).toEqual([]);
});
