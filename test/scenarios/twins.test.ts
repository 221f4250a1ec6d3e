import { describe, expect, test } from "vitest";
import { scenarios } from "../../scenarios/index.ts";

const byName = new Map(scenarios.map((each) => [each.name, each]));

describe("every scenario", () => {
  test("has a name of its own that the command line takes", () => {
    expect(byName.size).toBe(scenarios.length);
    for (const { name } of scenarios) expect(name).toMatch(/^[a-z0-9-]+(\/[a-z0-9-]+)?$/);
  });

  test.each(scenarios.map(({ name, twin, shows }) => ({ name, twin, shows })))(
    "$name has a twin that shows the opposite",
    ({ twin, shows }) => {
      expect(byName.get(twin)?.shows).toBe(shows === "allow" ? "denial" : "allow");
    },
  );
});
