/** The report of `crosscheck check`, with its repair, what each thing is for and how it went before, in Chromium. */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { htmlReport } from "../../report/html/page.ts";
import { trendsView } from "../../report/html/trends.ts";
import { say } from "../localstack/docker.ts";
import { passingRun } from "../report/html/runs.ts";
import { capture } from "../support/streams.ts";
import { findChromium, screenshotFile } from "./chromium.ts";
import { desk, fitsTheScreen, objections, phone, Visitor } from "./visitor.ts";

const article = join(import.meta.dirname, "../corpus/article");

const found = await findChromium();
if (found.kind === "missing") say(`the report of a check is not tested in a browser: ${found.reason}`);

describe.skipIf(found.kind === "missing")("the report of a check in Chromium", () => {
  let visitor: Visitor;
  let folder: string;

  beforeAll(async () => {
    if (found.kind === "missing") return;
    folder = await mkdtemp(join(tmpdir(), "crosscheck-check-page-"));
    visitor = await Visitor.arrive(found);
    const policies = join(folder, "policies");
    await cp(article, policies, { recursive: true });
    const report = (name: string) => join(folder, name);
    expect(await runProgram(["check", policies, "--mutate", "--report", report("works")], capture())).toBe(0);
    const bucketPolicy = join(policies, "bucket-policy.json");
    const text = await readFile(bucketPolicy, "utf8");
    expect(text).toMatch(/,\s*"s3:PutObjectAcl"/);
    await writeFile(bucketPolicy, text.replace(/,\s*"s3:PutObjectAcl"/, ""));
    expect(await runProgram(["check", policies, "--report", report("broken")], capture())).toBe(1);
  });
  afterAll(async () => {
    await visitor?.[Symbol.asyncDispose]();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });
  afterEach(async () => {
    await visitor.closePages();
    expect(visitor.complaints()).toEqual([]);
    expect(visitor.requestsBeside()).toEqual([]);
  });

  const pageOf = (name: string) => join(folder, name, "index.html");

  test.each([
    ["works", "Passed"],
    ["broken", "Failed"],
  ])("of a configuration that is %s says so without scrolling, on a desk and on a phone", async (name, verdict) => {
    for (const [size, viewport] of Object.entries({ desk, phone })) {
      const page = await visitor.open(pageOf(name), { viewport });
      const heading = page.getByRole("heading", { level: 1 });
      expect(await heading.textContent()).toMatch(new RegExp(`${verdict}$`));
      const box = await heading.boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(viewport.height);
      await page.screenshot({ path: await screenshotFile(`check-${name}-${size}`), fullPage: true });
      expect(await fitsTheScreen(page)).toBe(true);
    }
  });

  test.each([
    ["works", "light", desk],
    ["works", "dark", phone],
    ["broken", "light", phone],
    ["broken", "dark", desk],
  ] as const)(
    "of a configuration that is %s has nothing that axe objects to, by %s",
    async (name, colorScheme, viewport) => {
      const page = await visitor.open(pageOf(name), { colorScheme, viewport });
      await page.evaluate(() => {
        for (const each of document.querySelectorAll("details")) each.open = true;
      });
      expect(await objections(page)).toEqual([]);
      expect(await fitsTheScreen(page)).toBe(true);
    },
  );

  test("shows the repair as a patch of the user's file, and behind the arrow why it is needed", async () => {
    const page = await visitor.open(pageOf("broken"));
    expect(await page.locator(".diff .good").allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining("s3:PutObjectAcl")]),
    );
    await page.locator("a.arrow.bad").click();
    expect(await page.locator(".reasons:focus").textContent()).toContain("its Action lacks s3:PutObjectAcl");
  });

  test("says what each permission is for, by account", async () => {
    const page = await visitor.open(pageOf("works"));
    const table = page.getByRole("table");
    expect(await table.getByRole("columnheader").allTextContents()).toEqual(["Effect", "Account A", "Account B"]);
    await table.locator("summary").first().click();
    expect(await table.locator("details[open] li").first().isVisible()).toBe(true);
  });

  test("shows how it went before where there is a history, in nothing that axe objects to", async () => {
    const days = Array.from({ length: 40 }, (_each, at) => ({
      day: new Date(Date.UTC(2026, 9, 1 + at)).toISOString().slice(0, 10),
      results: 70,
      passRate: at % 7 === 0 ? 0.9 : 1,
      latencyMs: { count: 1, p50: 60_000 + at * 500, p90: 90_000, p99: 120_000 },
    }));
    const run = await passingRun();
    const view = trendsView(
      [
        { target: run.target, days },
        { target: run.target, scenario: "orders/arrive", days },
      ],
      run.target,
    );
    const file = join(folder, "trends.html");
    await writeFile(file, htmlReport(run, { appendix: view === undefined ? [] : [view] }));
    for (const [colorScheme, viewport] of [
      ["light", desk],
      ["dark", phone],
    ] as const) {
      const page = await visitor.open(file, { colorScheme, viewport });
      const section = page.locator(".trends");
      await section.locator("summary").click();
      expect(await section.getByRole("row").count()).toBe(41);
      await section.screenshot({ path: await screenshotFile(`trends-${colorScheme}`) });
      expect(await objections(page)).toEqual([]);
      expect(await fitsTheScreen(page)).toBe(true);
    }
  });
});
