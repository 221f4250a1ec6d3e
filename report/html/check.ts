/** The page of a checked configuration: what it does, why, what repairs it, and what each thing in it is for. */
import type { CheckResult, NotChecked, Patch, ReportedFinding, ReportedMatrix } from "../../check/result.ts";
import { decisionText, locationText } from "../../check/result.ts";
import type { RunResult, ScenarioResult } from "../../harness/result.ts";
import { matrixGroups } from "../matrix-groups.ts";
import { type ComponentChildren, h, type VNode } from "./element.ts";
import { htmlReport } from "./page.ts";
import { block, code, disclosure, shown, sign, withCode } from "./text.ts";

/** `run`: the replay as `runOf` makes it, with its evidence. */
export function checkReport(result: CheckResult, run: RunResult): string {
  const { repair, notChecked, warnings, matrix, baseline, assumptions, subject } = result;
  return htmlReport(run, {
    sections: [
      assumptions.length > 0 && assumptionsView(assumptions),
      repair !== undefined && repairView(repair),
      warnings.length > 0 && warningsView(warnings),
      baseline?.differences !== undefined && baselineView(baseline.file, baseline.differences),
    ].filter((section) => section !== false),
    appendix: [
      matrix !== undefined && matrixView(matrix, subject.accountA === subject.accountB),
      notChecked.length > 0 && notCheckedView(notChecked),
    ].filter((section) => section !== false),
  });
}

/** A check as a run of one scenario, so that reports show it as they show any other. */
export function runOf(
  result: CheckResult,
  played: Pick<ScenarioResult, "steps" | "evidence">,
  { startedAtMs, durationMs }: { readonly startedAtMs: number; readonly durationMs: number },
): RunResult {
  const { subject, verdict, summary, cause } = result;
  const scenario: ScenarioResult = {
    name: subject.deliveryStream,
    title: `delivery stream ${subject.deliveryStream} delivers to bucket ${subject.bucket}`,
    verdict: verdictOf(verdict, summary, cause?.explanation),
    durationMs,
    leftBehind: [],
    setting:
      subject.accountA === subject.accountB
        ? [{ name: "account", value: subject.accountA }]
        : [
            { name: "account A", value: subject.accountA },
            { name: "account B", value: subject.accountB },
          ],
    ...played,
  };
  const counts = { passed: 0, failed: 0, inconclusive: 0, [scenario.verdict.kind]: 1 };
  return {
    target: "embedded",
    startedAt: new Date(startedAtMs).toISOString(),
    durationMs,
    counts,
    scenarios: [scenario],
  };
}

function verdictOf(kind: CheckResult["verdict"], summary: string, explanation = ""): ScenarioResult["verdict"] {
  switch (kind) {
    case "works":
      return { kind: "passed" };
    case "broken":
      return { kind: "failed", failure: { short: summary, message: [summary, explanation].join("\n").trim() } };
    case "inconclusive":
      return { kind: "inconclusive", because: summary };
  }
}

function section(title: string, ...content: readonly ComponentChildren[]): VNode {
  return h("section", { class: "sheet" }, h("h2", null, title), ...content);
}

function assumptionsView(assumptions: CheckResult["assumptions"]): VNode {
  return section(
    "Assuming that",
    h(
      "ul",
      null,
      assumptions.map(({ text }) => h("li", null, withCode(text))),
    ),
  );
}

function repairView(repair: NonNullable<CheckResult["repair"]>): VNode {
  const { steps, patches, restsOn, order } = repair;
  const decision = decisionText(repair);
  return section(
    restsOn === undefined ? "Repair, tried and seen to work" : "Repair, tried and seen to lift this cause",
    h(
      "ol",
      { class: "repair" },
      steps.map((step) => h("li", null, withCode(step))),
    ),
    decision !== undefined && h("p", { class: "note" }, withCode(decision)),
    order !== undefined && h("p", { class: "note" }, shown(order)),
    patches.map((patch, at) => h("div", null, headOfPatch(patch, patches[at - 1]), patchView(patch))),
  );
}

/** Whose a patch is, above the first of each account, and where it is applied. */
function headOfPatch(patch: Patch, before: Patch | undefined): VNode | undefined {
  const by = patch.by !== undefined && patch.by !== before?.by ? [`In ${patch.by}.`] : [];
  const folder = patch.kind === "file" && patch.folder !== undefined ? [`To be applied in ${patch.folder}.`] : [];
  const parts = [...by, ...folder];
  return parts.length === 0 ? undefined : h("p", { class: "note" }, shown(parts.join(" ")));
}

function patchView(patch: Patch): VNode {
  switch (patch.kind) {
    case "file":
      return diffView(patch.diff);
    case "document":
      return h(
        "div",
        null,
        h("p", { class: "note" }, shown(`${patch.isNew ? "New: " : ""}${patch.what} (${locationText(patch.source)})`)),
        block(patch.text),
      );
    case "setting":
      return h("p", { class: "note" }, shown(`${patch.text} (${locationText(patch.source)})`));
  }
}

/** Lines that came and went have a sign of their own beside their colour. */
function diffView(diff: string): VNode {
  const lines = diff.trimEnd().split("\n");
  return h(
    "pre",
    { class: "diff" },
    lines.map((line) => {
      const tone = /^(?:\+\+\+|---|===)/.test(line)
        ? "file"
        : line.startsWith("+")
          ? "good"
          : line.startsWith("-")
            ? "bad"
            : "";
      return h("span", tone === "" ? null : { class: tone }, `${shown(line)}\n`);
    }),
  );
}

function warningsView(warnings: CheckResult["warnings"]): VNode {
  return section(
    "Warnings",
    h(
      "ul",
      null,
      warnings.map(({ text, source }) => h("li", null, withCode(text), ` (${shown(locationText(source))})`)),
    ),
  );
}

function baselineView(file: string, differences: string): VNode {
  return section(`It does something else than ${shown(file)} says`, diffView(differences));
}

/** What a thing is for, by side: A's on the left, B's on the right; one account has no sides. */
function matrixView({ findings }: ReportedMatrix, isOne: boolean): VNode {
  const columns: readonly Column[] = isOne
    ? [{ title: "In the account", has: () => true }]
    : (["A", "B"] as const).map((side) => ({ title: `Account ${side}`, has: (member) => member.side === side }));
  const groups = matrixGroups(findings);
  return section(
    "What each thing is for",
    h("p", { class: "note" }, `${findings.length} changes were tried, one at a time.`),
    h(
      "table",
      { class: "matrix" },
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          h("th", { scope: "col" }, "Effect"),
          columns.map(({ title }) => h("th", { scope: "col" }, title)),
        ),
      ),
      h(
        "tbody",
        null,
        groups.map(({ title, tone, members }) =>
          h(
            "tr",
            null,
            h("th", { scope: "row" }, tone !== undefined && sign(tone), " ", title),
            columns.map(({ has }) => h("td", null, cell(members.filter(has)))),
          ),
        ),
      ),
    ),
  );
}

interface Column {
  readonly title: string;
  readonly has: (member: ReportedFinding) => boolean;
}

function cell(members: readonly ReportedFinding[]): ComponentChildren {
  if (members.length === 0) return h("span", { class: "none" }, "none");
  return disclosure(`${members.length}`, h("ul", null, members.map(findingView)), { class: "quiet" });
}

function findingView({ text, failure, grants, takes, changes }: ReportedFinding): VNode {
  const details = [failure, ...grants, ...takes, ...changes].filter((detail) => detail !== undefined);
  return h(
    "li",
    null,
    withCode(text),
    details.map((detail) => h("small", null, withCode(detail))),
  );
}

function notCheckedView(notChecked: readonly NotChecked[]): VNode {
  return section(
    "Not checked",
    h(
      "ul",
      { class: "controls" },
      notChecked.map(({ what, because, source, couldMatter }) =>
        h(
          "li",
          null,
          sign("open", couldMatter ? "could matter" : "does not matter here"),
          h("span", null, shown(`${what}: ${because}`), " ", h("small", null, code(locationText(source)))),
        ),
      ),
    ),
  );
}
