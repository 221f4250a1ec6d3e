/** The diagram of one scenario: nodes, and arrows that lead to their reasons. */

import type { Ground } from "../../harness/result.ts";
import {
  type Arrow,
  type ArrowVerdict,
  accountTitles,
  type Check,
  type Diagram,
  type DiagramNode,
} from "../diagram/model.ts";
import { fixesOf, groundless, groundText, worstFirst } from "../diagram/reasons.ts";
import { h, type VNode } from "./element.ts";
import { block, code, disclosure, policyJson, shown, sign, toneOf, withCode } from "./text.ts";

const words: Readonly<Record<ArrowVerdict, string>> = {
  allowed: "allowed",
  denied: "denied",
  unknown: "no verdict",
};

/** `prefix` makes the ids of this diagram's reasons unlike those of others. */
export function diagramView(diagram: Diagram, prefix: string): VNode {
  const { accounts, nodes, arrows } = diagram;
  const isTall = nodes.some(({ id }) => id === "log-group" || id === "source-key" || id === "bucket-key");
  const height = isTall ? "-tall" : "";
  const colours = arrows.map(({ id, verdict }) => `${id}-${verdict}`).join(" ");
  return h(
    "figure",
    null,
    h(
      "div",
      { class: `diagram ${isTall ? "tall " : ""}${colours}` },
      h("svg", { class: "lines for-wide", "aria-hidden": "true" }, h("use", { href: `#wide${height}` })),
      h("svg", { class: "lines for-narrow", "aria-hidden": "true" }, h("use", { href: `#narrow${height}` })),
      accountTitles({ accounts }).map(({ name, title, id }) =>
        h(
          "p",
          { class: `account account-${name}` },
          h("b", null, `${title.charAt(0).toUpperCase()}${title.slice(1)}`),
          ` ${id}`,
        ),
      ),
      nodes.map(nodeView),
      arrows.map((arrow) => arrowView(arrow, prefix)),
    ),
    h("figcaption", null, caption(arrows)),
  );
}

function nodeView({ id, kind, name, notes, account }: DiagramNode): VNode {
  const isAway = account !== (id === "bucket" || id === "bucket-key" || id === "reader" ? "B" : "A");
  const all = isAway ? [`in account ${account}`, ...notes] : notes;
  return h(
    "div",
    { class: `node node-${id}` },
    h("span", { class: "kind" }, kind),
    h("b", { title: shown(name) }, shown(name)),
    all.length > 0 && h("small", null, shown(all.join(" · "))),
  );
}

function arrowView({ id, label, title, verdict }: Arrow, prefix: string): VNode {
  const name = `${label}: ${shown(title)}, ${words[verdict]}. Show why`;
  return h(
    "a",
    { class: `arrow arrow-${id} ${toneOf[verdict]}`, href: `#${prefix}-${id}`, "aria-label": name },
    sign(toneOf[verdict]),
    label,
  );
}

function caption(arrows: readonly Arrow[]): string {
  const count = (verdict: ArrowVerdict) => arrows.filter((each) => each.verdict === verdict).length;
  const parts = [
    [count("denied"), "denied"],
    [count("allowed"), "allowed"],
    [count("unknown"), "without a verdict"],
  ] as const;
  const counted = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return `Each arrow is a permission check: ${counted.join(", ")}. Choose one to see the statements behind it.`;
}

/** What each arrow leads to: the denied ones first, and open. */
export function checksView(diagram: Diagram, prefix: string): VNode {
  return h(
    "div",
    { class: "checks" },
    worstFirst(diagram.arrows).map((arrow) => {
      const { id, title, verdict, because, checks } = arrow;
      const tone = toneOf[verdict];
      const summary = [
        sign(tone),
        h("span", { class: "what" }, shown(title)),
        h("span", { class: `word ${tone}` }, words[verdict]),
      ];
      const content = h(
        "div",
        { id: `${prefix}-${id}`, tabIndex: -1, class: "reasons" },
        because !== undefined && h("p", null, `${withCapital(shown(because))}.`),
        alike(checks).map((group) => checkView(group, diagram)),
      );
      return disclosure(summary, content, { class: `check ${tone}`, open: verdict === "denied" });
    }),
  );
}

/** Checks that were decided alike, for one caller by the same statements, are told together; denials first. */
function alike(checks: readonly Check[]): readonly Alike[] {
  const keyOf = ({ verdict, principal, note, failure, explanation, grounds }: Check) =>
    JSON.stringify([verdict, principal, note, failure, explanation, grounds]);
  const groups = [...Map.groupBy(checks, keyOf).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ first, others }],
  );
  return groups.toSorted((a, b) => Number(a.first.verdict === "allowed") - Number(b.first.verdict === "allowed"));
}

interface Alike {
  readonly first: Check;
  readonly others: readonly Check[];
}

function checkView({ first, others }: Alike, diagram: Diagram): VNode {
  const { verdict, principal, note, failure, grounds } = first;
  const all = [first, ...others];
  const resources = [...new Set(all.map(({ resource }) => resource))];
  const why = grounds.length === 0 ? groundless(first) : undefined;
  return h(
    "section",
    null,
    h(
      "h4",
      null,
      sign(toneOf[verdict]),
      all.map(({ action, count }) => [code(action), count > 1 && h("small", null, `${count}×`)]),
      shown(failure === undefined ? verdict : `allowed, and failed: ${failure}`),
    ),
    h(
      "p",
      { class: "who" },
      code(principal),
      " on ",
      resources.map((each, at) => [at > 0 && ", ", code(each)]),
    ),
    note !== undefined && h("p", null, note),
    why !== undefined && h("p", null, why),
    grounds.map((ground) => groundView(ground, diagram)),
    fixesOf(first).map((fix) => h("p", { class: "fix" }, h("b", null, "Fix"), " ", withCode(fix))),
  );
}

function groundView(ground: Ground, diagram: Diagram): VNode {
  const tone = ground.effect === "allows" ? "good" : "bad";
  return h(
    "div",
    { class: "ground" },
    h("p", null, sign(tone), withCode(groundText(ground, diagram))),
    ground.statement !== undefined &&
      ground.statement.source !== "" &&
      block(policyJson(ground.statement.source), "statement"),
  );
}

function withCapital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
