import { expect, test } from "vitest";
import { embedded, run, type Scenario, scenario } from "../../harness/index.ts";
import { longestFirst } from "../../harness/run.ts";

function named(name: string, given: () => Promise<void>): Scenario {
  const nothing = async () => {};
  return scenario({ name, title: name, shows: "allow", twin: "none", given, when: nothing, outcome: nothing });
}

test("results come in the order of the scenarios, whichever ends first", async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = named("slow", () => released);
  const quick = named("quick", async () => release());
  const { scenarios, counts } = await run([slow, quick], embedded(), { parallel: 2 });
  expect(scenarios.map(({ name }) => name)).toEqual(["slow", "quick"]);
  expect(counts).toEqual({ passed: 2, failed: 0, inconclusive: 0 });
});

test("no more are played at a time than asked for", async () => {
  let playing = 0;
  let most = 0;
  const one = async () => {
    most = Math.max(most, ++playing);
    await new Promise((resolve) => setImmediate(resolve));
    playing--;
  };
  await run(
    ["a", "b", "c", "d", "e"].map((name) => named(name, one)),
    embedded(),
    { parallel: 1 },
  );
  expect(most).toBe(1);
});

test("a run counts what failed and what is inconclusive", async () => {
  const fails = named("fails", () => Promise.reject(new Error("no pen")));
  const unplayable = { ...named("unplayable", async () => {}), unplayable: async () => "no AWS CLI" };
  const { counts } = await run([fails, unplayable], embedded());
  expect(counts).toEqual({ passed: 0, failed: 1, inconclusive: 1 });
});

test("what takes longest is begun first", () => {
  const [short, long, other] = ["short", "long", "other"].map((name) => named(name, async () => {}));
  const inOrder = [short, { ...long, takesSeconds: 4_000 }, other] as Scenario[];
  expect(longestFirst(inOrder).map(({ name }) => name)).toEqual(["long", "short", "other"]);
});
