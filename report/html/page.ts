/** A run as one HTML file that needs nothing else: no network, no other file. */
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { renderToString } from "preact-render-to-string";
import type { RunResult, ScenarioResult, Verdict } from "../../harness/result.ts";
import { trustOf } from "../diagram/trust.ts";
import { printable } from "../printable.ts";
import { type ComponentChildren, h, type VNode } from "./element.ts";
import { symbols } from "./layout.ts";
import { scenarioBody, scenarioHead } from "./scenario.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import { anchorOf, sentenceOf, summaryView, verdictOf } from "./summary.ts";

export interface PageSettings {
  /**
   * How many bytes of details are in the page as they are, those of what did not pass first; the rest is packed, and the page
   * unpacks it when it is opened. 250,000 unless given: 200 scenarios are then well below a megabyte.
   */
  readonly plainBytes?: number;
  /** Sections beside the scenarios, below the verdict. */
  readonly sections?: readonly VNode[];
  /** Sections below the scenarios. */
  readonly appendix?: readonly VNode[];
}

const generator = "firehose-crosscheck";

/** Whether a page is one of these reports, so that a newer one may take its place. */
export function isReport(page: string): boolean {
  return page.slice(0, 2000).includes(`<meta name="generator" content="${generator}"`);
}

export function htmlReport(run: RunResult, settings: PageSettings = {}): string {
  const { plainBytes = 250_000, sections = [], appendix = [] } = settings;
  const trust = trustOf(run.measurement);
  const bodies = run.scenarios.map((result, at) => renderToString(scenarioBody(result, { prefix: `s${at}`, trust })));
  const packed = new Packed(plainBytes);
  const groups = groupsOf(run);
  const isOnly = run.scenarios.length === 1;
  const main = h(
    "main",
    null,
    sections,
    run.scenarios.length > 5 && tools(groups),
    groups.map(({ kind, members }) =>
      h(
        "section",
        { class: "group" },
        h("h2", isOnly ? { class: "unseen" } : null, headings[kind], h("small", null, ` ${members.length}`)),
        members.map((at) => {
          const result = run.scenarios[at];
          const body = bodies[at];
          if (result === undefined || body === undefined) return undefined;
          const isOpen = isOnly || kind === "failed";
          return scenarioView(result, isOpen, packed.place(body));
        }),
      ),
    ),
    h("p", { id: "none", class: "note", hidden: true }, "No scenario is like this."),
    appendix,
  );
  return document({
    title: `${title(run)} · firehose-crosscheck`,
    content: renderToString(
      h(
        "body",
        null,
        raw("div", { class: "symbols" }, symbols()),
        h("div", { class: "page" }, summaryView(run), main),
        packed.element(),
      ),
    ),
  });
}

const headings: Readonly<Record<Verdict["kind"], string>> = {
  failed: "Failed",
  inconclusive: "Inconclusive",
  passed: "Passed",
};

/** What did not pass comes first; within a kind, the order of the run. */
function groupsOf({
  scenarios,
}: RunResult): readonly { readonly kind: Verdict["kind"]; readonly members: readonly number[] }[] {
  return (["failed", "inconclusive", "passed"] as const)
    .map((kind) => ({ kind, members: scenarios.flatMap(({ verdict }, at) => (verdict.kind === kind ? [at] : [])) }))
    .filter(({ members }) => members.length > 0);
}

function scenarioView(result: ScenarioResult, open: boolean, body: VNode): VNode {
  const { name, verdict } = result;
  return h(
    "details",
    { class: "scenario", id: anchorOf(name), open, "data-verdict": verdict.kind },
    h("summary", null, scenarioHead(result)),
    body,
  );
}

/** To find scenarios with; shown where scripts run. */
function tools(groups: readonly { readonly kind: Verdict["kind"]; readonly members: readonly number[] }[]): VNode {
  return h(
    "div",
    { id: "tools", hidden: true },
    h(
      "label",
      { class: "search" },
      h("span", null, "Find scenarios"),
      h("input", { type: "search", placeholder: "name or words of the title" }),
    ),
    groups.map(({ kind, members }) =>
      h("label", null, h("input", { type: "checkbox", value: kind, checked: true }), `${members.length} ${kind}`),
    ),
  );
}

function title(run: RunResult): string {
  return printable(`${headings[verdictOf(run)]}: ${sentenceOf(run)}`);
}

/** Rendered already. */
function raw(tag: string, props: Readonly<Record<string, string>> | null, html: string): VNode {
  return h(tag, { ...props, dangerouslySetInnerHTML: { __html: html } } as never);
}

/** Parts of the page that a large one keeps deflated, for most of what they say they have in common. */
class Packed {
  readonly #bodies: string[] = [];
  #plainBytesLeft: number;

  constructor(plainBytes: number) {
    this.#plainBytesLeft = plainBytes;
  }

  place(body: string): VNode {
    this.#plainBytesLeft -= Buffer.byteLength(body);
    if (this.#plainBytesLeft >= 0) return raw("div", null, body);
    const at = this.#bodies.push(body) - 1;
    return h("div", { "data-packed": at }, h("p", null, "The details are packed; a script of this page shows them."));
  }

  element(): ComponentChildren {
    if (this.#bodies.length === 0) return undefined;
    const bytes = deflateSync(JSON.stringify(inPieces(this.#bodies)), { level: 9 });
    return raw("script", { id: "packed", type: "text/plain" }, bytes.toString("base64"));
  }
}

/**
 * Each piece of markup once, and the bodies as lists of them: deflate finds again only what stands within 32 KiB, which one
 * body alone may fill.
 */
function inPieces(bodies: readonly string[]): {
  readonly pieces: readonly string[];
  readonly bodies: readonly number[][];
} {
  const numbers = new Map<string, number>();
  const numberOf = (piece: string) => {
    const known = numbers.get(piece) ?? numbers.size;
    numbers.set(piece, known);
    return known;
  };
  const numbered = bodies.map((body) => body.split(/(?<=>)/).map(numberOf));
  return { pieces: [...numbers.keys()], bodies: numbered };
}

function document({ title: named, content }: { readonly title: string; readonly content: string }): string {
  const policy = [
    "default-src 'none'",
    `style-src '${digest(style)}'`,
    `script-src '${digest(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const head = [
    h("meta", { charset: "utf-8" }),
    h("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    h("meta", { name: "color-scheme", content: "light dark" }),
    h("meta", { name: "referrer", content: "no-referrer" }),
    h("meta", { name: "generator", content: generator }),
    h("title", null, named),
    raw("style", null, style),
  ];
  const closing = renderToString(raw("script", null, script));
  const body = content.replace(/<\/body>$/, () => `${closing}</body>`);
  return `<!doctype html>\n<html lang="en">${renderToString(h("head", null, head))}${body}</html>\n`;
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
