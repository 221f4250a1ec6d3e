import { expect, test } from "vitest";
import type { Configuration } from "../../check/configuration.ts";
import { InputError } from "../../check/input-error.ts";
import { type Decisions, readEachWay, UndecidedError } from "../../check/undecided.ts";
import { anyText } from "../../check/unknown/forms.ts";
import { type Unknown, Unknowns } from "../../check/unknown/unknown.ts";
import { article } from "./article.ts";

const source = { file: "t.yaml" };

function parameter(name: string, choices?: readonly string[]): Unknown {
  const unknowns = new Unknowns();
  for (let before = 0; before < name.charCodeAt(0) - "A".charCodeAt(0); before++)
    unknowns.mark(`${before}`, describe("?"));
  const mark = unknowns.mark(name, describe(name, choices));
  return unknowns.byMark.get(mark) as Unknown;
}

const describe = (name: string, choices?: readonly string[]) => () => ({
  ...anyText,
  what: `the value of parameter \`${name}\``,
  shown: `<${name}>`,
  settledBy: `give --parameter ${name}=<value>`,
  kind: "withheld" as const,
  source,
  ...(choices !== undefined && { choices }),
});

/** A reader to which a configuration depends on each of these comparisons, and that notes how they turned out. */
function reader(comparisons: readonly (readonly [unknown: Unknown, value: string])[]) {
  const read: string[] = [];
  return {
    read,
    configuration: (decisions: Decisions): Promise<Configuration> => {
      const outcome = comparisons.map(([unknown, value]) => {
        const key = `${unknown.what} ${value}`;
        const decided = decisions.get(key);
        if (decided === undefined) {
          throw new UndecidedError({ key, values: new Map([[unknown.mark, value]]), unknown, source });
        }
        return `${decided ? "=" : "≠"}${value}`;
      });
      read.push(outcome.join(" "));
      return Promise.resolve(article());
    },
  };
}

async function waysOf(
  comparisons: readonly (readonly [unknown: Unknown, value: string])[],
): Promise<readonly string[]> {
  const { read, configuration } = reader(comparisons);
  const found = await readEachWay(async (decisions) => configuration(decisions));
  expect(found.otherReadings?.configurations.length ?? 0).toBe(read.length - 1);
  return read;
}

const a = parameter("A");
const b = parameter("B");
const c = parameter("C");

test("what depends on nothing is read once", async () => {
  expect(await waysOf([])).toEqual([""]);
});

test("a comparison is read both ways, unequal first", async () => {
  expect(await waysOf([[a, "prod"]])).toEqual(["≠prod", "=prod"]);
});

test("two comparisons of two parameters are read in four ways", async () => {
  const comparisons = [
    [a, "x"],
    [b, "y"],
  ] as const;
  expect(await waysOf(comparisons)).toEqual(["≠x ≠y", "≠x =y", "=x ≠y", "=x =y"]);
});

test("one parameter has one value", async () => {
  const comparisons = [
    [a, "prod"],
    [a, "dev"],
  ] as const;
  expect(await waysOf(comparisons)).toEqual(["≠prod ≠dev", "≠prod =dev", "=prod ≠dev"]);
});

test("a parameter has one of the values that it allows", async () => {
  const limited = parameter("A", ["prod", "dev"]);
  const comparisons = [
    [limited, "prod"],
    [limited, "dev"],
  ] as const;
  expect(await waysOf(comparisons)).toEqual(["≠prod =dev", "=prod ≠dev"]);
});

test("more than eight ways are asked about", async () => {
  const d = parameter("D");
  const comparisons = [a, b, c, d].map((unknown) => [unknown, "x"] as const);
  await expect(waysOf(comparisons)).rejects.toThrow(
    "t.yaml: this condition depends on the value of parameter `A`; give --parameter A=<value>",
  );
  expect(await waysOf(comparisons.slice(1))).toHaveLength(8);
});

test("where one way is no configuration, the parameter is asked for", async () => {
  const read = readEachWay((decisions) => {
    const decided = decisions.get("A");
    if (decided === undefined) {
      throw new UndecidedError({ key: "A", values: new Map([[a.mark, "x"]]), unknown: a, source });
    }
    if (decided) throw new InputError(source, "there is no bucket");
    return Promise.resolve(article());
  });
  await expect(read).rejects.toThrow("give --parameter A=<value>");
});

test("a comparison that holds gives the parameter its value", async () => {
  const { configuration } = reader([[a, "prod"]]);
  const found = await readEachWay(async (decisions) => configuration(decisions));
  expect(found.supposed ?? []).toEqual([]);
  expect(found.otherReadings?.configurations[0]?.supposed).toEqual([[a.mark, "prod"]]);
  expect(found.otherReadings?.conditions.map(({ what }) => what)).toEqual(["the value of parameter `A`"]);
});
