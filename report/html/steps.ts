/** What a scenario did, step by step, with the requests of each. */

import type { CallEvidence, DecisionEvidence, Evidence, Ground, Phase, StepResult } from "../../harness/result.ts";
import { statementName } from "../diagram/reasons.ts";
import { durationText } from "../duration.ts";
import { h, type VNode } from "./element.ts";
import { block, code, disclosure, offsetText, plural, shown, sign, toneOf } from "./text.ts";

const phases: Readonly<Record<Phase, string>> = {
  given: "Given",
  when: "When",
  outcome: "Outcome",
  "clean-up": "Clean-up",
};

export interface StepsSettings {
  readonly evidence: Evidence | undefined;
  /** Whether requests are shown. */
  readonly requests: boolean;
}

export function stepsView(steps: readonly StepResult[], settings: StepsSettings): VNode {
  const groups = (Object.keys(phases) as Phase[])
    .map((phase) => ({ phase, own: steps.filter((step) => step.phase === phase) }))
    .filter(({ own }) => own.length > 0);
  return h(
    "div",
    { class: "steps" },
    groups.map(({ phase, own }) => [
      h("h4", { class: "phase" }, phases[phase]),
      h(
        "ol",
        null,
        own.map((step) => stepView(step, settings)),
      ),
    ]),
  );
}

function stepView(step: StepResult, settings: StepsSettings): VNode {
  const { title, verdict, durationMs, facts, steps, calls = [] } = step;
  const { evidence, requests } = settings;
  const own = evidence === undefined || !requests ? [] : calls.flatMap((at) => evidence.calls[at] ?? []);
  return h(
    "li",
    null,
    h(
      "p",
      { class: "step" },
      sign(toneOf[verdict.kind], verdict.kind),
      h("span", { class: "what" }, shown(title)),
      h("small", null, durationText(durationMs)),
    ),
    facts.length > 0 &&
      h(
        "dl",
        { class: "facts" },
        facts.map(({ name, value }) => [h("dt", null, shown(name)), h("dd", null, code(value))]),
      ),
    verdict.kind === "failed" && block(verdict.failure.message, "message bad"),
    verdict.kind === "inconclusive" && h("p", { class: "message open" }, shown(verdict.because)),
    steps.length > 0 &&
      h(
        "ol",
        null,
        steps.map((part) => stepView(part, settings)),
      ),
    own.length > 0 &&
      evidence !== undefined &&
      disclosure(plural(own.length, "request"), requestsView(own, evidence), { class: "quiet" }),
  );
}

/** One request an entry, in the order in which they were answered. */
export function requestsView(calls: readonly CallEvidence[], evidence: Evidence): VNode {
  const start = evidence.calls[0]?.at ?? 0;
  return h(
    "ul",
    { class: "requests" },
    calls.map((call) => requestView(call, evidence, start)),
  );
}

function requestView(call: CallEvidence, { grounds }: Evidence, start: number): VNode {
  const { at, count, lastAt, by, account, principal, service, operation, resource, parameters, status, error } = call;
  const who = by === "client" ? `account ${account}` : (roleName(principal) ?? principal ?? "AWS");
  const often = count === 1 ? undefined : `${count} times until +${offsetText(lastAt - start)}`;
  const sent = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return h(
    "li",
    null,
    h(
      "p",
      null,
      h("span", { class: "at" }, `+${offsetText(at - start)}`),
      h("b", null, `${service}:${operation}`),
      ` by ${shown(who)}`,
      often !== undefined && `, ${often}`,
      " ",
      h(
        "span",
        { class: `status ${error === undefined ? "good" : "bad"}` },
        `${status ?? ""} ${shown(error?.code ?? "")}`.trim(),
      ),
    ),
    resource !== undefined && h("p", null, code(resource)),
    sent.length > 0 && h("p", { class: "sent" }, shown(sent.join("  "))),
    error !== undefined && h("p", { class: "sent" }, shown(error.message)),
    call.decisions.map((decision) => decisionView(decision, grounds)),
  );
}

function decisionView({ action, verdict, grounds }: DecisionEvidence, all: readonly Ground[]): VNode {
  const by = grounds.flatMap((at) => all[at] ?? []).map(shortGround);
  return h(
    "p",
    { class: "decision" },
    sign(toneOf[verdict]),
    code(action),
    ` ${verdict}`,
    by.length > 0 && shown(`: ${by.join("; ")}`),
  );
}

function shortGround(ground: Ground): string {
  const name = statementName(ground);
  const verb = { allows: "allows", denies: "denies", misses: "does not apply" }[ground.effect];
  return name === undefined ? `no ${ground.policyType} policy allows it` : `${name} (${ground.policyType}) ${verb}`;
}

/** The role behind a session. */
function roleName(principal = ""): string | undefined {
  const role = /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
  return role === undefined ? undefined : `role ${role}`;
}
