/** The report as a person opens it: from disk, in a browser, on a desk and on a phone, by light and by dark. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { embedded, run } from "../../harness/index.ts";
import type { RunResult } from "../../harness/result.ts";
import { htmlReport } from "../../report/html/page.ts";
import { say } from "../localstack/docker.ts";
import { hostile, hostileText } from "../report/html/hostile.ts";
import { failingRun, inconclusiveRun, passingRun } from "../report/html/runs.ts";
import { findChromium, screenshotFile } from "./chromium.ts";
import { desk, fitsTheScreen, objections, phone, Visitor } from "./visitor.ts";

const found = await findChromium();
// Skipped tests are easily overlooked.
if (found.kind === "missing") say(`the report is not tested in a browser: ${found.reason}`);

const sizes = [
  ["desk", desk],
  ["phone", phone],
] as const;
const themes = ["light", "dark"] as const;
const kinds = ["passing", "failing", "inconclusive"] as const;
const verdicts = { passing: "Passed", failing: "Failed", inconclusive: "Inconclusive" } as const;

describe.skipIf(found.kind === "missing")("the report in Chromium", () => {
  let visitor: Visitor;
  let folder: string;
  let runs: Readonly<Record<(typeof kinds)[number] | "hostile", RunResult>>;

  beforeAll(async () => {
    if (found.kind === "missing") return;
    folder = await mkdtemp(join(tmpdir(), "crosscheck-report-"));
    visitor = await Visitor.arrive(found);
    const [passing, failing, inconclusive, attacked] = await Promise.all([
      passingRun(),
      failingRun(),
      inconclusiveRun(),
      run([hostile], embedded({ seed: 7 }), { evidence: true }),
    ]);
    runs = { passing, failing, inconclusive, hostile: attacked };
    for (const [name, result] of Object.entries(runs)) await write(name, htmlReport(result));
    await write("packed", htmlReport(failing, { plainBytes: 0 }));
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

  async function write(name: string, html: string): Promise<void> {
    await writeFile(join(folder, `${name}.html`), html);
  }

  function open(name: string, options: BrowserContextOptions = {}, fragment = ""): Promise<Page> {
    return visitor.open(join(folder, `${name}.html`), options, fragment);
  }

  describe.each(kinds)("of a run that is %s", (kind) => {
    test.each(sizes)("shows the verdict without scrolling on a %s, by light and by dark", async (size, viewport) => {
      for (const colorScheme of themes) {
        const page = await open(kind, { viewport, colorScheme });
        const heading = page.getByRole("heading", { level: 1 });
        expect(await heading.textContent()).toMatch(new RegExp(`${verdicts[kind]}$`));
        const box = await heading.boundingBox();
        expect(box?.y).toBeGreaterThanOrEqual(0);
        expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(viewport.height);
        await page.screenshot({ path: await screenshotFile(`${kind}-${size}-${colorScheme}`) });
        expect(await fitsTheScreen(page)).toBe(true);
      }
    });

    test.each(sizes)("opens the reasons of every arrow by mouse and by keyboard on a %s", async (_size, viewport) => {
      const page = await open(kind, { viewport });
      await page.evaluate(() => {
        for (const each of document.querySelectorAll("details.scenario")) (each as HTMLDetailsElement).open = true;
      });
      const arrows = await page.locator("a.arrow").all();
      expect(arrows.length).toBeGreaterThanOrEqual(6);
      // The first and the last diagrams: all of them are alike.
      for (const arrow of [...arrows.slice(0, 6), ...arrows.slice(-6)]) {
        const reasons = page.locator(`[id="${(await arrow.getAttribute("href"))?.slice(1)}"]`);
        for (const way of ["mouse", "keyboard"] as const) {
          await page.evaluate(() => {
            for (const each of document.querySelectorAll("details.check")) (each as HTMLDetailsElement).open = false;
          });
          expect(await reasons.isVisible()).toBe(false);
          if (way === "mouse") await arrow.click();
          else {
            await arrow.focus();
            await page.keyboard.press("Enter");
          }
          await reasons.waitFor({ state: "visible" });
          await page.waitForFunction(
            (id) => document.activeElement?.id === id && decodeURIComponent(location.hash) === `#${id}`,
            await reasons.getAttribute("id"),
          );
          expect((await reasons.textContent())?.length).toBeGreaterThan(20);
        }
      }
    });

    test.each([
      ["light", desk],
      ["dark", phone],
    ] as const)("has nothing that axe objects to, by %s", async (colorScheme, viewport) => {
      const page = await open(kind, { viewport, colorScheme });
      // Two scenarios with all that is in them; the others are like them.
      await page.evaluate(() => {
        for (const each of [...document.querySelectorAll(".scenario")].slice(0, 2)) {
          for (const inside of [each, ...each.querySelectorAll("details")]) (inside as HTMLDetailsElement).open = true;
        }
        for (const each of document.querySelectorAll("header details")) (each as HTMLDetailsElement).open = true;
      });
      expect(await objections(page)).toEqual([]);
    });
  });

  test("a page with something to object to would be found by axe", async () => {
    const page = await open("passing", { colorScheme: "dark" });
    await page.evaluate(() => {
      document.body.insertAdjacentHTML("beforeend", "<main><button></button><p class=pale>pale</p></main>");
      const pale = document.querySelector<HTMLElement>(".pale");
      if (pale !== null) Object.assign(pale.style, { color: "#333", background: "#222" });
    });
    const found = await objections(page);
    for (const rule of ["button-name", "color-contrast"]) {
      expect(found.filter((each) => each.startsWith(`${rule}: `))).toHaveLength(1);
    }
  });

  test("reaches every arrow of the diagram with the Tab key, one after the other", async () => {
    const page = await open("passing");
    const hrefs = await page.locator("a.arrow").evaluateAll((all) => all.map((each) => each.getAttribute("href")));
    await page.locator("a.arrow").first().focus();
    const reached: (string | null)[] = [];
    for (const _href of hrefs) {
      reached.push(await page.evaluate(() => document.activeElement?.getAttribute("href") ?? null));
      await page.keyboard.press("Tab");
    }
    expect(reached).toEqual(hrefs);
  });

  test.each(["passing", "failing", "packed"] as const)("lets a text search find the object's key: %s", async (name) => {
    const { scenarios } = name === "packed" ? runs.failing : runs[name];
    const key = scenarios[0]?.evidence?.objects[0]?.key ?? "";
    expect(key).toMatch(/^\d{4}\/\d\d\/\d\d\/\d\d\/deliver-/);
    const page = await open(name);
    const find = (text: string) =>
      page.evaluate((sought) => (window as unknown as { find(text: string): boolean }).find(sought), text);
    expect(await find(key)).toBe(true);
    expect(await find(`${key}-nowhere`)).toBe(false);
  });

  test("shows statement and repair behind the arrow that was denied", async () => {
    const page = await open("failing");
    const denied = page.locator("[id='orders/arrive'] a.arrow.bad");
    expect(await denied.allTextContents()).toEqual(["✕writes"]);
    expect(await denied.getAttribute("aria-label")).toMatch(
      /^writes: role .* writes into bucket .*, denied\. Show why$/,
    );
    await denied.click();
    const reasons = await page.locator("[id='orders/arrive'] .reasons:focus").textContent();
    expect(reasons).toContain("comes nearest: its Action lacks s3:PutObjectAcl");
    expect(reasons).toContain("Fix add s3:PutObjectAcl to the Action of statement AllowDelivery");
  });

  test("draws red what was denied and green what was allowed", async () => {
    const page = await open("failing");
    const colourOf = (line: string, selector: string) =>
      page.evaluate(
        ([name = "", of = ""]) => getComputedStyle(document.querySelector(of) ?? document.body).getPropertyValue(name),
        [`--${line}`, selector],
      );
    const [allowed, denied] = [await colourOf("allowed", ":root"), await colourOf("denied", ":root")];
    expect(allowed).not.toBe(denied);
    expect(await colourOf("write", "[id='orders/arrive'] .diagram")).toBe(denied);
    expect(await colourOf("read", "[id='orders/arrive'] .diagram")).toBe(allowed);
    // That it does not have.
    expect(await colourOf("seal", "[id='orders/arrive'] .diagram")).toBe("");
  });

  test("opens a scenario that a link names", async () => {
    const page = await open("failing", {}, "#cross-account-delivery");
    expect(await page.locator("#cross-account-delivery .diagram").isVisible()).toBe(true);
    expect(await page.locator("[id='ownership/enforced-with-acl'] .diagram").isVisible()).toBe(false);
  });

  test("finds scenarios by words and by verdict", async () => {
    const page = await open("failing");
    const listed = () => page.locator(".scenario:visible > summary code:first-of-type").allTextContents();
    expect((await listed()).length).toBeGreaterThanOrEqual(12);
    await page.getByPlaceholder("name or words of the title").fill("ownership ACL writer");
    expect(new Set((await listed()).filter((each) => each.includes("ownership/")))).toEqual(
      new Set(["ownership/writer-with-acl", "ownership/writer-without-acl"]),
    );
    await page.getByPlaceholder("name or words of the title").fill("");
    await page.getByLabel("11 passed").uncheck();
    expect(await listed()).toEqual(["orders/arrive"]);
    await page.getByLabel("1 failed").uncheck();
    expect(await page.getByText("No scenario is like this.").isVisible()).toBe(true);
  });

  test("unpacks what a large report has packed", async () => {
    const page = await open("packed");
    expect(await page.locator("[data-packed]").count()).toBe(0);
    await page.locator("[id='orders/arrive'] a.arrow.bad").click();
    expect(await page.locator(".reasons:focus").textContent()).toContain("its Action lacks s3:PutObjectAcl");
  });

  test("is whole without scripts, and says where it is not", async () => {
    const page = await open("passing", { javaScriptEnabled: false });
    expect(await page.locator(".diagram").isVisible()).toBe(true);
    expect(await page.locator("#tools").count()).toBe(0);
    await page.locator("a.arrow").nth(4).click();
    await page.locator(".reasons:target").waitFor({ state: "visible" });
    const packed = await open("packed", { javaScriptEnabled: false });
    await packed.locator(".scenario > summary").nth(2).click();
    const told = packed.getByText("The details are packed; a script of this page shows them.");
    expect(await told.filter({ visible: true }).count()).toBeGreaterThan(0);
  });

  test("is opened as a whole for paper, and as it was afterwards", async () => {
    const page = await open("failing");
    const closed = () => page.locator("details:not([open])").count();
    const before = await closed();
    expect(before).toBeGreaterThan(10);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    expect(await closed()).toBe(0);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    expect(await closed()).toBe(before);
    const paper = await page.pdf({ format: "A4", printBackground: true });
    expect(paper.length).toBeGreaterThan(10_000);
  });

  test("keeps a hostile record and a hostile policy inert, and shows them", async () => {
    for (const plainBytes of [Number.POSITIVE_INFINITY, 0]) {
      const name = `hostile-${plainBytes}`;
      await write(name, htmlReport(runs.hostile, { plainBytes }));
      const page = await open(name);
      await page.evaluate(() => {
        for (const each of document.querySelectorAll("details")) each.open = true;
      });
      // Its own script, and the data of what is packed.
      const own = plainBytes === 0 ? ["packed", ""] : [""];
      expect(await page.locator("script").evaluateAll((all) => all.map(({ id }) => id))).toEqual(own);
      expect(await page.locator("img, iframe, object, embed, base, link").count()).toBe(0);
      const text = (await page.locator("body").textContent()) ?? "";
      expect(text).toContain(hostileText.record);
      expect(text).toContain("</script><script>alert(2)</script>");
      expect(text).toContain("\\u2028\\u202e");
      for (const raw of ["\u2028", "\u202e"]) expect(text).not.toContain(raw);
    }
    // A script that a page is made to have all the same does not run.
    const page = await open("hostile");
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'run'";
      document.body.append(script);
    });
    expect(await page.title()).not.toBe("run");
    expect(visitor.complaints().join()).toMatch(/Content Security Policy/);
  });
});
