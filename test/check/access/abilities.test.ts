import { expect, test } from "vitest";
import { abilities } from "../../../check/access/abilities.ts";
import { actionTable } from "../../../check/access/action-table.ts";

/** What makes a thing is nothing that can be done with it. */
const ofMaking = /:Create(?:Bucket|Role|Policy|Stream|DeliveryStream)$|ServiceLinkedRole/;

test("every action on what a delivery has to do with is part of one ability", () => {
  const known = Object.values(actionTable).flatMap((byLevel) => Object.values(byLevel).flat());
  const asked = abilities.flatMap(({ actions }) => actions);
  expect(known.filter((action) => !ofMaking.test(action) && !asked.includes(action))).toEqual([]);
  const pairs = abilities.flatMap(({ of, actions }) => actions.map((action) => `${of} ${action}`));
  const twice = pairs.filter((pair, index) => pairs.indexOf(pair) !== index);
  expect(twice).toEqual([]);
});
