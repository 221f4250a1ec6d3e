/** The top of the page: the verdict, and what did not pass. */
import type { Measurement, RunResult, ScenarioResult, Verdict } from "../../harness/result.ts";
import { observation, unreliableControls } from "../controls.ts";
import { durationText } from "../duration.ts";
import { type ComponentChildren, h, type VNode } from "./element.ts";
import { code, disclosure, plural, shown, sign, timeText, toneOf, withCode } from "./text.ts";

/** Of a whole run: the worst of its scenarios. Nothing run proves nothing. */
export function verdictOf({ counts }: Pick<RunResult, "counts">): Verdict["kind"] {
  if (counts.failed > 0) return "failed";
  return counts.inconclusive > 0 || counts.passed === 0 ? "inconclusive" : "passed";
}

const titles: Readonly<Record<Verdict["kind"], string>> = {
  passed: "Passed",
  failed: "Failed",
  inconclusive: "Inconclusive",
};

/** `1 of 70 scenarios failed on embedded` */
export function sentenceOf({ counts, scenarios, target }: RunResult): string {
  const all = scenarios.length;
  const total = plural(all, "scenario");
  if (all === 0) return `no scenario was played on ${target}`;
  const only = (Object.keys(counts) as Verdict["kind"][]).find((kind) => counts[kind] === all);
  const [first] = scenarios;
  if (all === 1 && first !== undefined) return first.title;
  if (only !== undefined) return `all ${total} ${only === "inconclusive" ? "are inconclusive" : only} on ${target}`;
  const parts = (["failed", "inconclusive", "passed"] as const).filter((kind) => counts[kind] > 0);
  return `${parts.map((kind) => `${counts[kind]} ${kind}`).join(", ")} of ${total} on ${target}`;
}

export function summaryView(run: RunResult): VNode {
  const kind = verdictOf(run);
  const { target, startedAt, durationMs, measurement } = run;
  return h(
    "header",
    { class: `hero ${toneOf[kind]}` },
    h("p", { class: "brand" }, "firehose-crosscheck"),
    h("h1", null, sign(toneOf[kind]), titles[kind]),
    h("p", { class: "lead" }, shown(sentenceOf(run))),
    bar(run),
    h("p", { class: "meta" }, `${shown(target)} · ${timeText(startedAt)} · ${durationText(durationMs)}`),
    notPassed(run),
    measurement !== undefined && controlsView(measurement),
  );
}

/** How many of each, as one bar. The words above say the same. */
function bar({ counts, scenarios }: RunResult): VNode | undefined {
  if (scenarios.length < 2) return undefined;
  let x = 0;
  const parts = (["failed", "inconclusive", "passed"] as const).map((kind) => {
    const width = (counts[kind] / scenarios.length) * 1000;
    const rect = h("rect", { class: toneOf[kind], x, y: 0, width, height: 8 });
    x += width;
    return rect;
  });
  return h("svg", { class: "bar", viewBox: "0 0 1000 8", preserveAspectRatio: "none", "aria-hidden": "true" }, parts);
}

/** At most so many are told at the top. */
const mostTold = 5;

function notPassed({ scenarios }: RunResult): ComponentChildren {
  const failed = scenarios.filter(({ verdict }) => verdict.kind === "failed");
  if (failed.length === 0) return inconclusive(scenarios);
  const more = failed.length - mostTold;
  return [
    h("ul", { class: "told" }, failed.slice(0, mostTold).map(toldView)),
    more > 0 && h("p", { class: "note" }, `and ${more} more, below`),
  ];
}

/** By reason: where a target lacks something, many scenarios prove nothing for one. */
function inconclusive(scenarios: readonly ScenarioResult[]): ComponentChildren {
  const becauseOf = ({ verdict }: ScenarioResult) =>
    verdict.kind === "inconclusive" ? verdict.because.replace(/^not played: /, "") : undefined;
  const reasons = [...Map.groupBy(scenarios, becauseOf)].filter(([because]) => because !== undefined);
  if (reasons.length === 0) return undefined;
  const links = (members: readonly ScenarioResult[]) =>
    members
      .slice(0, mostTold)
      .map(({ name }, at) => [at > 0 && ", ", h("a", { href: `#${anchorOf(name)}` }, shown(name))]);
  return h(
    "ul",
    { class: "told" },
    reasons.map(([because, members]) =>
      h(
        "li",
        null,
        h("p", null, shown(because ?? "")),
        h(
          "p",
          { class: "names" },
          links(members),
          members.length > mostTold && ` and ${members.length - mostTold} more`,
        ),
      ),
    ),
  );
}

function toldView(result: ScenarioResult): VNode {
  const { name, title, verdict } = result;
  const because = verdict.kind === "failed" ? verdict.failure.short : "";
  const fix = fixOf(result);
  return h(
    "li",
    null,
    h("a", { href: `#${anchorOf(name)}` }, shown(title)),
    h("p", null, shown(because)),
    fix !== undefined && h("p", { class: "fix" }, h("b", null, "Fix"), " ", withCode(fix)),
  );
}

/** The first repair that the failure names. */
function fixOf({ verdict }: ScenarioResult): string | undefined {
  if (verdict.kind !== "failed") return undefined;
  return /^ *fix +(.*)$/m.exec(verdict.failure.message)?.[1];
}

/** A scenario's name as a fragment. */
export function anchorOf(name: string): string {
  return name.replaceAll(/[^\w/.-]/g, "-");
}

function controlsView(measurement: Measurement): VNode {
  const failing = unreliableControls(measurement);
  const { controls } = measurement;
  const held = controls.length - failing.length;
  const summary =
    failing.length === 0
      ? `All ${controls.length} controls hold: what passes here could have failed`
      : `${held} of ${controls.length} controls hold: what leans on the others is inconclusive`;
  return disclosure(
    summary,
    h(
      "ul",
      { class: "controls" },
      controls.map(({ name, title, finding }) =>
        h(
          "li",
          null,
          sign(finding.kind === "holds" ? "good" : "open", finding.kind === "holds" ? "holds" : "does not hold"),
          h(
            "span",
            null,
            shown(finding.kind === "holds" ? title : observation(finding)),
            " ",
            h("small", null, code(name)),
          ),
        ),
      ),
    ),
    { class: "quiet" },
  );
}
