/** One scenario of the page: its verdict, then what led to it. */
import type { Evidence, ScenarioResult } from "../../harness/result.ts";
import { type Diagram, diagramOf, type Trust } from "../diagram/model.ts";
import { durationText } from "../duration.ts";
import { checksView, diagramView } from "./diagram.ts";
import { type ComponentChildren, h, type VNode } from "./element.ts";
import { objectView } from "./object.ts";
import { requestsView, stepsView } from "./steps.ts";
import { block, code, disclosure, plural, policyJson, shown, sign, toneOf, withCode } from "./text.ts";
import { timelineOf, timelineView } from "./timeline.ts";

export interface ScenarioSettings {
  /** Distinguishes the ids of this scenario. */
  readonly prefix: string;
  readonly trust: Trust;
}

/** What is always there: one line, and the key of what arrived. */
export function scenarioHead({ name, title, verdict, durationMs, evidence }: ScenarioResult): ComponentChildren {
  const [object] = evidence?.objects ?? [];
  return [
    sign(toneOf[verdict.kind], verdict.kind),
    h("span", { class: "what" }, h("b", null, shown(title)), h("small", null, code(name))),
    object !== undefined && h("small", { class: "key" }, code(object.key)),
    h("small", { class: "took" }, durationText(durationMs)),
  ];
}

export function scenarioBody(result: ScenarioResult, { prefix, trust }: ScenarioSettings): VNode {
  const { evidence, steps } = result;
  const diagram = evidence && diagramOf(evidence, trust);
  const events = evidence === undefined ? [] : timelineOf(evidence);
  return h(
    "div",
    { class: "body" },
    outcome(result),
    diagram && part("Set-up", diagramView(diagram, prefix), checksView(diagram, prefix), policiesView(diagram)),
    events.length > 0 && part("From record to object", timelineView(events)),
    evidence &&
      evidence.objects.length > 0 &&
      part(
        evidence.objects.length === 1 ? "The object" : plural(evidence.objects.length, "object"),
        evidence.objects.map((object) => objectView(object, evidence)),
      ),
    steps.length > 0 && part("Steps", stepsView(steps, { evidence, requests: true }), outsideSteps(result)),
    setting(result),
  );
}

function outcome({ verdict }: ScenarioResult): ComponentChildren {
  if (verdict.kind === "failed") {
    const { short, message } = verdict.failure;
    return [
      h("p", { class: "message bad" }, withCode(short)),
      message !== short && disclosure("The failure in full", block(message), { class: "quiet" }),
    ];
  }
  if (verdict.kind === "inconclusive") return h("p", { class: "message open" }, shown(verdict.because));
  return undefined;
}

function part(title: string, ...content: readonly ComponentChildren[]): VNode {
  return h("section", { class: "part" }, h("h3", null, title), ...content);
}

/** Policies in full, as they were in the end. */
function policiesView({ nodes }: Diagram): VNode | undefined {
  const policies = nodes.flatMap(({ kind, name, policies: own }) =>
    own.map((each) => ({ ...each, holder: `${kind} ${name}` })),
  );
  if (policies.length === 0) return undefined;
  return disclosure(
    plural(policies.length, "policy in full", "policies in full"),
    policies.map(({ name, holder, document }) => [
      h("p", null, `${shown(name)} of ${shown(holder)}`),
      block(policyJson(document), "statement"),
    ]),
    { class: "quiet" },
  );
}

/** Requests before the first step and between steps. */
function outsideSteps({ steps, evidence }: ScenarioResult): ComponentChildren {
  if (evidence === undefined) return undefined;
  const filed = new Set(callsOf(steps));
  const others = evidence.calls.filter((_call, at) => !filed.has(at));
  return [
    others.length > 0 &&
      disclosure(`${plural(others.length, "request")} outside the steps`, requestsView(others, evidence), {
        class: "quiet",
      }),
    evidence.cut.map((sentence) => h("p", { class: "note" }, shown(sentence))),
  ];
}

function callsOf(steps: ScenarioResult["steps"]): readonly number[] {
  return steps.flatMap(({ calls = [], steps: parts }) => [...calls, ...callsOf(parts)]);
}

/** What it takes to see the same again. */
function setting({ setting: facts, evidence }: ScenarioResult): VNode | undefined {
  if (facts.length === 0) return undefined;
  return h(
    "p",
    { class: "note" },
    facts.map(({ name, value }) => `${shown(name)} ${shown(value)}`).join(" · "),
    evidence !== undefined && source(evidence),
  );
}

function source({ toldBy }: Evidence): string {
  return toldBy === "target"
    ? ""
    : " · this target does not tell its decisions: only the clients' own requests are shown";
}
