import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { RunResult, ScenarioResult } from "../../../harness/result.ts";
import { htmlReport } from "../../../report/html/page.ts";
import { failingRun, inconclusiveRun, passingRun } from "./runs.ts";

const passing = await passingRun();
const failing = await failingRun();
const inconclusive = await inconclusiveRun();

/** As many scenarios of the kinds of a run, with names and identifiers of their own. */
function grown(run: RunResult, count: number): RunResult {
  const scenarios = Array.from({ length: count }, (_each, at) => {
    const original = run.scenarios[at % run.scenarios.length];
    const own = createHash("sha256").update(String(at)).digest("hex");
    const text = JSON.stringify(original)
      .replaceAll(/-[0-9a-f]{8}(?=[^0-9a-f])/g, `-${own.slice(0, 8)}`)
      .replaceAll(/\b\d{12}\b/g, String(BigInt(`0x${own.slice(8, 18)}`) % 10n ** 12n).padStart(12, "1"));
    const result = JSON.parse(text) as ScenarioResult;
    return { ...result, name: `${result.name}-${at}` };
  });
  const count2 = (kind: string) => scenarios.filter(({ verdict }) => verdict.kind === kind).length;
  const counts = { passed: count2("passed"), failed: count2("failed"), inconclusive: count2("inconclusive") };
  return { ...run, scenarios, counts };
}

function unpacked(packed: string): readonly string[] {
  const { pieces, bodies } = JSON.parse(inflateSync(Buffer.from(packed, "base64")).toString()) as {
    readonly pieces: readonly string[];
    readonly bodies: readonly (readonly number[])[];
  };
  return bodies.map((body) => body.map((at) => pieces[at]).join(""));
}

const texts = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, text = ""]) => text);

describe("the page of a run", () => {
  test("says the verdict in its title and in its first heading", () => {
    expect(texts(htmlReport(passing), /<title>(.*?)<\/title>/g)).toEqual(
      ["Passed: a record put in account A arrives in account B&#39;s bucket · firehose-crosscheck"].map((each) =>
        each.replace("&#39;", "'"),
      ),
    );
    expect(texts(htmlReport(failing), /<title>(.*?)<\/title>/g)).toEqual([
      "Failed: 1 failed, 11 passed of 12 scenarios on embedded · firehose-crosscheck",
    ]);
    expect(htmlReport(inconclusive)).toMatch(/<h1>.*Inconclusive<\/h1>/);
  });

  test("says at the top what failed, and how to repair it", () => {
    const html = htmlReport(failing);
    const top = html.slice(html.indexOf("<header"), html.indexOf("</header>"));
    expect(top).toContain('<a href="#orders/arrive">');
    expect(top).toMatch(
      /<b>Fix<\/b> add <code>s3:PutObjectAcl<\/code> to the Action of statement <code>AllowDelivery<\/code>/,
    );
  });

  test("says once for what reason many prove nothing", () => {
    const html = htmlReport(inconclusive);
    const top = html.slice(html.indexOf("<header"), html.indexOf("</header>"));
    expect(texts(top, /<li><p>(.*?)<\/p>/g)).toEqual([
      "no failure of a delivery is told (control delivery-failures-are-told; docs/targets.md)",
    ]);
  });

  test("needs nothing else: no address but those within itself", () => {
    for (const run of [passing, failing, inconclusive]) {
      const html = htmlReport(run);
      expect(texts(html, /\s(?:src|href|action|poster|data)="([^#"][^"]*)"/g)).toEqual([]);
      expect(html).not.toMatch(/@import|url\(/);
    }
  });

  test("lets only its own style and script run", () => {
    const html = htmlReport(passing);
    const hashOf = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const [style] = texts(html, /<style>([\s\S]*?)<\/style>/g);
    const [script] = texts(html, /<script>([\s\S]*?)<\/script>/g);
    const [policy] = texts(html, /Content-Security-Policy" content="(.*?)"/g);
    expect(policy?.replaceAll("&#39;", "'")).toBe(
      `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`,
    );
    expect(html).not.toMatch(/\sstyle="|\son\w+="/);
  });

  test("has each id once", () => {
    const ids = texts(htmlReport(failing), /\sid="([^"]*)"/g);
    expect(ids.length).toBeGreaterThan(50);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("leads from each arrow to reasons that are there", () => {
    const html = htmlReport(failing);
    const arrows = texts(html, /class="arrow [^"]*" href="#([^"]*)"/g);
    expect(arrows.length).toBeGreaterThan(20);
    const ids = new Set(texts(html, /\sid="([^"]*)"/g));
    expect(arrows.filter((each) => !ids.has(each))).toEqual([]);
  });
});

describe("a large run", () => {
  test.each([
    ["passes", failing],
    ["fails", { ...failing, scenarios: failing.scenarios.filter(({ verdict }) => verdict.kind === "failed") }],
  ])("of 200 scenarios where most %s takes less than a megabyte, and leaves nothing out", (_what, run) => {
    const large = grown(run, 200);
    const html = htmlReport(large);
    expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
    const [packed = ""] = texts(html, /<script id="packed" type="text\/plain">(.*?)<\/script>/g);
    const bodies = unpacked(packed);
    expect(texts(html, /data-packed="(\d+)"/g).map(Number)).toEqual(bodies.map((_body, at) => at));
    const plain = htmlReport(large, { plainBytes: Number.POSITIVE_INFINITY });
    expect(plain.includes('data-packed="')).toBe(false);
    expect(bodies.filter((body) => !plain.includes(body))).toEqual([]);
  });

  test("keeps what failed as it is, where there is room for it", () => {
    const html = htmlReport(grown(failing, 200));
    expect(html).toMatch(/<pre class="message bad">timed out after 600 s waiting for an object/);
  });
});

describe("what others wrote", () => {
  const hostile = '</script><script>alert(1)</script><img src=x onerror="alert(2)">\u2028\u202egnp.exe';

  function poisoned(run: RunResult): RunResult {
    const text = JSON.stringify(run)
      .replaceAll('\\"Sid\\":\\"', `\\"Sid\\":\\"${JSON.stringify(JSON.stringify(hostile).slice(1, -1)).slice(1, -1)}`)
      .replaceAll('"sid":"', `"sid":"${JSON.stringify(hostile).slice(1, -1)}`)
      .replaceAll('"message":"', `"message":"${JSON.stringify(hostile).slice(1, -1)}`)
      .replaceAll('"title":"', `"title":"${JSON.stringify(hostile).slice(1, -1)}`)
      .replaceAll('"name":"landing', `"name":"${JSON.stringify(hostile).slice(1, -1)}landing`);
    return JSON.parse(text) as RunResult;
  }

  test.each([
    ["as it is", Number.POSITIVE_INFINITY],
    ["packed", 0],
  ])("stays text, %s", (_how, plainBytes) => {
    const html = htmlReport(poisoned(failing), { plainBytes });
    const [packed = ""] = texts(html, /<script id="packed" type="text\/plain">(.*?)<\/script>/g);
    const bodies = packed === "" ? "" : unpacked(packed).join("\n");
    for (const text of [html, bodies]) {
      expect(text).not.toContain("<img");
      expect(text).not.toContain("<script>alert");
      expect(text).not.toMatch(/[\u2028\u202e]/);
    }
    expect(`${html}${bodies}`).toContain("&lt;/script>&lt;script>alert(1)&lt;/script>");
    expect(`${html}${bodies}`).toContain("\\u2028\\u202egnp.exe");
  });
});
