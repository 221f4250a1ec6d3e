import { expect, test } from "vitest";
import { reportedAccess } from "../../../check/access/reported.ts";
import { isOneAccount } from "../../../check/accounts.ts";
import { corpus } from "../../support/corpus.ts";
import { readConfiguration } from "../../support/read-configuration.ts";
import { answeredOnStage } from "./on-stage.ts";

/**
 * Where the matrix knows of a way that the call which is made does not take: a header, another prefix, a version. The other way
 * round there is none.
 */
const shares = [0, 1, 2, 3];

test.each(shares)("what calls are answered, the matrix says, too, over a share of the corpus: %i", async (share) => {
  let compared = 0;
  for (const { name, inputs, expected } of corpus().filter((_, index) => index % shares.length === share)) {
    const configuration = await readConfiguration(inputs, expected.settings);
    // The calls go to account A's region.
    if (isOneAccount(configuration) || configuration.accountA.region !== configuration.accountB.region) continue;
    const answers = await answeredOnStage(configuration);
    if (answers === undefined) continue;
    const { entries } = await reportedAccess(configuration, Date.now());
    for (const { who, ability, isAllowed } of answers) {
      const entry = entries.find((each) => each.who === who && each.ability === ability);
      if (entry === undefined || entry.answer === "depends") continue;
      compared++;
      const plainly = entry.ways.some(
        (way) => way.isWhole && way.on === undefined && Object.keys(way.with).length === 0,
      );
      const told = { name, who, ability, isAllowed: isAllowed ? entry.answer === "allowed" : plainly };
      expect(told).toEqual({ name, who, ability, isAllowed });
    }
  }
  expect(compared).toBeGreaterThan(500);
});
