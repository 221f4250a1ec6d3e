/** In which order an input says things, and in which order inputs are given, changes nothing that is said of them. */
import { expect, test } from "vitest";
import { type CorpusEntry, corpusEntry } from "../../support/corpus.ts";
import { type Json, variantOf } from "./files.ts";
import { asItStands, chance, seed, shuffled, someOf } from "./population.ts";
import { reordered } from "./reordered.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

async function inAnotherOrder(entry: CorpusEntry): Promise<Verdict> {
  const next = chance(seed);
  using variant = variantOf(entry, reordered(next));
  return await verdictOf(shuffled(variant.inputs, next), variant.folder, entry.expected.settings);
}

/** Statements without a Sid are told by their number, and what is told side by side has no order. */
function inNoOrder(verdict: Verdict): object {
  const { cause, repair, restsOn, assumptions, warnings, ...others } = JSON.parse(
    JSON.stringify(verdict).replace(/statement \d+/g, "statement <number>"),
  ) as Verdict;
  return {
    ...others,
    cause: cause && { ...cause, refusedBy: cause.refusedBy.toSorted() },
    repair: repair?.toSorted(),
    restsOn: restsOn.toSorted(),
    assumptions: assumptions.toSorted(),
    warnings: warnings.toSorted(),
  };
}

test.each(someOf(30))("$name is found to be the same in another order", async (entry) => {
  expect(inNoOrder(await inAnotherOrder(entry))).toEqual(inNoOrder(await asItStands(entry)));
});

test("a control: an order that means something is noticed", async () => {
  // The inputs' sides: as the last of two policies of one name, an empty one takes the place of the other.
  const entry = corpusEntry("cloudformation-article");
  using variant = variantOf(entry, ({ name, value }) => {
    if (name !== "b.yaml") return undefined;
    const { Resources } = value as { readonly Resources: Json };
    const { Landing, LandingPolicy } = Resources as { readonly Landing: Json; readonly LandingPolicy: Json };
    const { Properties } = LandingPolicy as { readonly Properties: Json };
    const PolicyDocument = { Version: "2012-10-17", Statement: [] };
    return {
      ...value,
      Resources: { Landing, LandingPolicy, Last: { ...LandingPolicy, Properties: { ...Properties, PolicyDocument } } },
    };
  });
  const verdict = await verdictOf(variant.inputs, variant.folder, entry.expected.settings);
  expect([(await asItStands(entry)).verdict, verdict.verdict]).toEqual(["works", "broken"]);
});
