/** What of a check's result somebody has to look at, each with its place: what code scanning and annotations show. */
import type { CheckResult, ReportedCause, SourceLocation } from "../check/result.ts";
import { decisionText } from "../check/result.ts";

export interface CheckIssue {
  readonly rule: CheckRule;
  readonly level: "error" | "warning" | "note";
  /** A line each: what it is, who said no and why, what repairs it. */
  readonly message: string;
  /** More lines, such as a patch. */
  readonly detail?: string;
  readonly source?: SourceLocation;
  readonly related: readonly { readonly message: string; readonly source: SourceLocation }[];
}

export type CheckRule = keyof typeof checkRules;

/** What each kind of issue means. */
export const checkRules = {
  "set-up-refused": "AWS refuses a part of the set-up",
  "delivery-denied": "A policy denies a call that the delivery needs",
  "delivery-failed": "The delivery fails for another reason than a policy",
  unsupported: "AWS does not do it, whatever policies say",
  unreadable: "Account B cannot read what arrives",
  "contents-differ": "What arrives is not what was sent",
  warning: "Nothing is lost by it, and it is not well",
  "not-checked": "The verdict rests on something that is not modelled or not described",
  assumed: "The verdict holds where a name is deployed as another input has it",
  "behaviour-changed": "The delivery does something else than was approved",
  "excess-permission": "A permission that nothing in the delivery uses",
  "grants-access": "A small change that would give access to somebody who should have none",
} as const;

/** The most serious first. */
export function issuesOf(result: CheckResult): readonly CheckIssue[] {
  const { verdict, cause, assumptions, baseline, matrix, subject } = result;
  return [
    ...(verdict === "broken" && cause !== undefined ? [causeIssue(result, cause)] : []),
    ...(baseline?.differences === undefined
      ? []
      : [
          {
            rule: "behaviour-changed",
            level: "error",
            message: `delivery stream \`${subject.deliveryStream}\` does something else than ${baseline.file} approves`,
            detail: baseline.differences,
            source: subject.source,
            related: [],
          } as const,
        ]),
    ...(verdict === "inconclusive" ? openIn(result) : []).map(
      ({ message, source }): CheckIssue => ({ rule: "not-checked", level: "warning", message, source, related: [] }),
    ),
    ...assumptions.map(
      ({ text, source }): CheckIssue => ({
        rule: "assumed",
        level: "note",
        message: `the verdict assumes that ${text}`,
        source,
        related: [],
      }),
    ),
    ...result.warnings.map(
      ({ text, source }): CheckIssue => ({ rule: "warning", level: "warning", message: text, source, related: [] }),
    ),
    ...(matrix?.findings ?? [])
      .filter(({ grants }) => grants.length > 0)
      .map(
        ({ text, grants, source }): CheckIssue => ({
          rule: "grants-access",
          level: "note",
          message: `it would give access to somebody who should have none: ${text}`,
          detail: grants.join("\n"),
          ...(source !== undefined && { source }),
          related: [],
        }),
      ),
    ...(matrix?.findings ?? [])
      .filter(({ effect, grants }) => effect === "excess" && grants.length === 0)
      .map(
        ({ text, source }): CheckIssue => ({
          rule: "excess-permission",
          level: "note",
          message: `nothing uses it: ${text}`,
          ...(source !== undefined && { source }),
          related: [],
        }),
      ),
  ];
}

/** What would settle the verdict; what the embedded AWS does not have, nothing here settles. */
function openIn({ restsOn, notChecked }: CheckResult): readonly Pick<CheckIssue, "message" | "source">[] {
  if (restsOn.length > 0) {
    return restsOn.map(({ what, because, settledBy, source }) => ({
      message: `the verdict depends on ${what}: ${because}; ${settledBy}`,
      source,
    }));
  }
  return notChecked
    .filter(({ couldMatter }) => couldMatter)
    .map(({ what, because, source }) => ({ message: `${what} is not checked: ${because}`, source }));
}

function causeIssue({ summary, repair, refused }: CheckResult, cause: ReportedCause): CheckIssue {
  const reasons = cause.grounds.map(groundText).filter((text) => text !== "");
  const steps = repair?.steps ?? [];
  const decision = repair && decisionText(repair);
  const diffs = (repair?.patches ?? []).flatMap((patch) =>
    patch.kind === "file" ? [patch.diff.replace(/\n$/, "")] : [],
  );
  const others = cause.grounds
    .slice(1)
    .flatMap(({ source, reasons: [reason = "does not allow it"] }) =>
      source === undefined ? [] : [{ source, message: reason }],
    );
  const calls = (cause.kind === "set-up-refused" ? refused.slice(1) : []).flatMap(({ call, code, message, source }) =>
    source === undefined ? [] : [{ source, message: `AWS refuses ${call}: ${code}: ${message}` }],
  );
  return {
    rule: cause.kind,
    level: "error",
    message: [
      summary,
      ...reasons,
      steps.length > 0 ? `what repairs it: ${steps.join("; ")}` : "no repair was found",
      ...[decision, repair?.order].filter((each) => each !== undefined),
    ].join("\n"),
    ...(diffs.length > 0 && { detail: diffs.join("\n\n") }),
    source: cause.source,
    related: [...others, ...calls],
  };
}

/** `statement \`Deliver\` of policy \`deliver\`: its Action lacks \`s3:PutObject\`` */
function groundText({ statement, reasons, effect }: ReportedCause["grounds"][number]): string {
  const because = reasons.join("; ");
  if (statement === undefined) return because;
  const { sid, index, policyName } = statement;
  const which = `${sid === undefined ? `statement ${index + 1}` : `statement \`${sid}\``} of policy \`${policyName}\``;
  if (effect === "denies") return `${which} denies it${because === "" ? "" : `: ${because}`}`;
  return because === "" ? "" : `${which}: ${because}`;
}
