/** No value that stands in for what an input does not say gets out, however what is found is told. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import type { ReadSettings } from "../../../check/read/inputs.ts";
import { baseWorldOf } from "../../../check/unknown/judge.ts";
import { asPlayed } from "../../../check/unknown/world.ts";
import { runProgram } from "../../../cli/program.ts";
import { type CorpusEntry, corpusEntry } from "../../support/corpus.ts";
import { readConfiguration } from "../../support/read-configuration.ts";
import { capture } from "../../support/streams.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { type Change, filesOf, variantOf } from "./files.ts";
import { leaksIn, standInsOf } from "./leaks.ts";
import { asDeployed, nameless } from "./nameless.ts";
import { someOf } from "./population.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const asItIs: Change = () => undefined;

/** Everything that is said of inputs in every way in which it can be, and all that may not be in it. */
async function everythingSaid(entry: CorpusEntry, change: Change) {
  using variant = variantOf(entry, change);
  using written = temporaryFolder();
  vi.stubEnv("GITHUB_STEP_SUMMARY", join(written.path, "summary.md"));
  const given = JSON.stringify(entry.expected.settings ?? {});
  const settings = JSON.parse(change === nameless ? asDeployed(given) : given) as ReadSettings;
  const options = [
    ...option("--account-a", settings.accountA?.id),
    ...option("--account-b", settings.accountB?.id),
    ...option("--region-a", settings.accountA?.region),
    ...option("--region-b", settings.accountB?.region),
    ...Object.entries(settings.parameters ?? {}).flatMap(([name, value]) => ["--parameter", `${name}=${value}`]),
  ];
  const file = (name: string) => join(written.path, name);
  const reporters = ["json", "junit", "sarif", "github"].flatMap((kind) => ["--reporter", `${kind}=${file(kind)}`]);
  const streams = capture();
  const run = (command: string, ...words: readonly string[]) =>
    runProgram([command, ...variant.inputs, ...options, ...words], streams);
  const baseline = ["--baseline", file("baseline.json")];
  const exitCode = await run(
    "check",
    "--mutate",
    ...baseline,
    "--update-baseline",
    ...reporters,
    "--report",
    file("report"),
  );
  await run("access", "--why", "--json", file("access.json"));
  const { stdout, stderr } = streams.written();
  const files = readdirSync(written.path, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const texts = files.map((each) => readFileSync(join(each.parentPath, each.name), "utf8"));
  const configuration = exitCode === 2 ? undefined : await readConfiguration(variant.inputs, settings);
  const inputs = filesOf(variant.folder).map((name) => readFileSync(join(variant.folder, name), "utf8"));
  return {
    exitCode,
    text: [stdout, stderr, ...texts].join("\n"),
    configuration,
    standIns: configuration === undefined ? [] : standInsOf(configuration, inputs.join("\n")),
  };
}

function option(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}

test.each(someOf(4))("$name is told without a stand-in", async (entry) => {
  const { text, standIns } = await everythingSaid(entry, asItIs);
  expect(leaksIn(text, standIns)).toEqual([]);
});

const hasTemplate = ({ name }: CorpusEntry) => /^(?:cdk|cloudformation|template|mixed)-/.test(name);

test.each(someOf(5, hasTemplate))("$name without any names is told without a stand-in", async (entry) => {
  const { text, standIns } = await everythingSaid(entry, nameless);
  expect(leaksIn(text, standIns)).toEqual([]);
});

test("a control: what is played has stand-ins, and they are noticed", async () => {
  const { exitCode, configuration, standIns } = await everythingSaid(corpusEntry("cloudformation-article"), nameless);
  expect(exitCode).not.toBe(2);
  expect(standIns.length).toBeGreaterThan(2);
  if (configuration === undefined) return;
  const marked = leaksIn(JSON.stringify(configuration.roles), []);
  const played = leaksIn(JSON.stringify(asPlayed(baseWorldOf(configuration)).roles), standIns);
  expect([marked.length > 0, played.length > 0, leaksIn("account 000000000000", [])]).toEqual([
    true,
    true,
    ["account 000000000000"],
  ]);
});
