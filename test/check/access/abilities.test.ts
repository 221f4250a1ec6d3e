import { expect, test } from "vitest";
import { abilities } from "../../../check/access/abilities.ts";
import { actionTable } from "../../../check/access/action-table.ts";

/** What makes a thing is nothing that can be done with it. */
const ofMaking = /:Create(?:Bucket|Role|Stream|DeliveryStream)$|ServiceLinkedRole/;

test("every action on what a delivery has to do with is part of one ability", () => {
  const known = Object.values(actionTable).flatMap((byLevel) => Object.values(byLevel).flat());
  const asked = abilities.flatMap(({ actions }) => actions);
  expect(known.filter((action) => !ofMaking.test(action) && !asked.includes(action))).toEqual([]);
  const twice = asked.filter((action, index) => asked.indexOf(action) !== index);
  expect(twice).toEqual([]);
});
