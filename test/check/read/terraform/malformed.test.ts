import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ReadSettings } from "../../../../check/read/inputs.ts";
import { corpusFolder } from "../../../support/corpus.ts";
import { outcomeOf, variantsOf, verdictOrMessage } from "../../../support/malformed.ts";

/** Plans and states that are small and have each part of the format. */
const valid = ["terraform-two-providers/plan.json", "terraform-one-provider/state.json"];

/** As if it were piped. */
function settingsFor(value: unknown): ReadSettings {
  return {
    texts: new Map([["-", { name: "plan.json", bytes: Buffer.from(JSON.stringify(value)) }]]),
    accountA: { id: "111111111111" },
    accountB: { id: "222222222222" },
  };
}

test.each(valid)("%s with a mistake anywhere is a verdict or one message with its place", async (name) => {
  const document = JSON.parse(readFileSync(join(corpusFolder, name), "utf8"));
  const variants = variantsOf(document, 250);
  expect(variants.length).toBeGreaterThan(200);
  const wrong: string[] = [];
  for (const { what, value } of variants) {
    const outcome = await outcomeOf(["-"], settingsFor(value));
    if (
      !verdictOrMessage.test(outcome) ||
      !/^(?:works|broken|inconclusive|(?:plan\.json|input)[^\n]*)$/.test(outcome)
    ) {
      wrong.push(`${what}: ${outcome}`);
    }
  }
  expect(wrong).toEqual([]);
});
