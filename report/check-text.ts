/** What a check found, as text: the verdict, the cause with its place, and the repair to copy. */
import type { CheckResult, NotChecked, Patch, ReportedBaseline, ReportedRepair } from "../check/result.ts";
import { decisionText, locationText } from "../check/result.ts";
import { fitted } from "./fitted.ts";
import { matrixText } from "./matrix-text.ts";
import { type Colour, type Output, painter } from "./output.ts";
import { oneLine, printable, printableDiff } from "./printable.ts";

const signs: Readonly<Record<CheckResult["verdict"], readonly [sign: string, colour: Colour]>> = {
  works: ["✓", "green"],
  broken: ["✗", "red"],
  inconclusive: ["?", "yellow"],
};

type Paint = ReturnType<typeof painter>;

/** Ends with a line break. */
export function checkText(result: CheckResult, output: Output): string {
  const paint = painter(output);
  const { subject, verdict, summary, matrix, baseline } = result;
  const [sign, colour] = signs[verdict];
  const parts: readonly (string | undefined)[] = [
    ...[
      [
        paint("bold", oneLine(headText(subject))),
        `${paint(colour, sign)} ${paint("bold", verdict)}: ${oneLine(summary)}`,
        ...result.assumptions.map(({ text }) => `  ${paint("yellow", "assuming")} that ${oneLine(text)}`),
      ].join("\n"),
      objectText(result, paint),
      causeText(result, paint),
      failuresText(result, paint),
      repairText(result, paint),
      warningsText(result, paint),
    ].map((part) => part && fitted(part, output)),
    // To be copied, and broken nowhere.
    ...(result.repair === undefined ? [] : patchTexts(result.repair, paint)),
    fitted(notCheckedText(result.notChecked, paint) ?? "", output) || undefined,
    matrix === undefined ? undefined : fitted(matrixText(matrix, subject, output).trimEnd(), output),
    baseline === undefined ? undefined : baselineText(baseline, paint),
  ];
  return `${parts.filter((part) => part !== undefined).join("\n\n")}\n`;
}

function headText({ deliveryStream, bucket, accountA, accountB }: CheckResult["subject"]): string {
  return accountA === accountB
    ? `${deliveryStream} in account ${accountA} → bucket ${bucket} in the same account`
    : `${deliveryStream} in account A (${accountA}) → bucket ${bucket} in account B (${accountB})`;
}

function objectText({ object, subject, verdict }: CheckResult, paint: Paint): string | undefined {
  if (object === undefined) return undefined;
  const { key, hasContents, owner, grants, encryption } = object;
  const isOne = subject.accountA === subject.accountB;
  const who = (side: "A" | "B") => `account ${isOne ? subject.accountA : side}`;
  const facts = table(
    [
      ["object", key],
      [
        "contents",
        hasContents === undefined ? "not looked into" : hasContents ? "as they were put" : "not as they were put",
      ],
      ["owner", who(owner)],
      ...grants.map(
        ({ permission, grantee, side }): Row => [
          "grant",
          `${permission} to ${side === undefined ? grantee : who(side)}`,
        ],
      ),
      [isOne ? "in the account" : "in account B", readersText(object)],
      [
        "encryption",
        encryption === undefined ? "not told" : `${encryption.algorithm} ${encryption.keyArn ?? ""}`.trim(),
      ],
    ],
    paint,
  );
  return verdict === "inconclusive" ? `  If it arrives:\n${facts}` : facts;
}

function readersText({ isReadableInB: isReadable, otherReaders }: NonNullable<CheckResult["object"]>): string {
  if (otherReaders !== undefined) {
    return `its administrator cannot read it; ${otherReaders.join(" and ")} can, where its own policies allow`;
  }
  if (isReadable === undefined) return "whether its administrator can read it depends on from where";
  return isReadable ? "its administrator can read it" : "its administrator cannot read it";
}

function causeText({ cause, repair, verdict }: CheckResult, paint: Paint): string | undefined {
  if (cause === undefined) return undefined;
  const place = paint("dim", oneLine(`at ${locationText(cause.source)}`));
  if (cause.explanation === undefined) return indented(place);
  // What the repair below has been tried to be stands there in the end; what may not be wrong needs none.
  const isFixed = repair !== undefined || verdict === "inconclusive";
  const lines = cause.explanation.split("\n").filter((line) => !isFixed || !/^ {2}fix /.test(line));
  return indented(`${place}\n${printable(lines.join("\n"))}`);
}

function failuresText({ failures, refused }: CheckResult, paint: Paint): string | undefined {
  const rows = [
    ...failures.map(({ code, message, count }): Row => [count === 1 ? code : `${code}, ${count} times`, message]),
    ...refused.map(
      ({ call, code, message, source }): Row => [
        call,
        `${code}: ${message}${source === undefined ? "" : ` (${locationText(source)})`}`,
      ],
    ),
  ];
  if (rows.length === 0) return undefined;
  const lines = rows.map(([name, text]) => `    ${oneLine(name)}\n      ${oneLine(text)}`);
  const head = refused.length > 0 ? "What AWS answers:" : "What Firehose logs:";
  return `  ${paint("dim", head)}\n${lines.join("\n")}`;
}

function warningsText({ warnings }: CheckResult, paint: Paint): string | undefined {
  if (warnings.length === 0) return undefined;
  const lines = warnings.map(
    ({ text, source }) =>
      `  ${paint("yellow", "!")} ${oneLine(text)} ${paint("dim", oneLine(`(${locationText(source)})`))}`,
  );
  return ["  Warnings:", ...lines].join("\n");
}

function repairText({ verdict, repair }: CheckResult, paint: Paint): string | undefined {
  if (verdict !== "broken") return undefined;
  if (repair === undefined) return indented("No repair was found: none of the changes that were tried makes it work.");
  const { steps } = repair;
  const head = steps.length === 1 ? "Repair" : `Repair, in ${steps.length} steps`;
  const list = steps.map((step) => `- ${oneLine(step)}`).join("\n");
  const { order } = repair;
  const tried = repair.restsOn === undefined ? "tried and seen to work" : "tried and seen to lift this cause";
  const then = repair.restsOn === undefined ? "" : `\nThen ${oneLine(repair.restsOn)}`;
  const decision = decisionText(repair);
  const toDecide = decision === undefined ? "" : `\n${paint("yellow", oneLine(decision))}`;
  return indented(
    `${paint("bold", `${head}, ${tried}:`)}\n${list}${toDecide}${order === undefined ? "" : `\n${oneLine(order)}`}${then}`,
  );
}

/** With whose they are above the first of each account, where several have to change something. */
function patchTexts({ patches }: ReportedRepair, paint: Paint): readonly string[] {
  return patches.flatMap((patch, at) => {
    const isFirst = patch.by !== undefined && patch.by !== patches[at - 1]?.by;
    const head = isFirst ? [indented(paint("bold", oneLine(`In ${patch.by}:`)))] : [];
    return [...head, ...placeOfDiff(patch), patchText(patch, paint)];
  });
}

function placeOfDiff(patch: Patch): readonly string[] {
  if (patch.kind !== "file") return [];
  const { file, folder, generatedBy } = patch;
  return [
    ...(folder === undefined ? [] : [indented(oneLine(`To be applied in ${folder}:`))]),
    ...(generatedBy === undefined
      ? []
      : [indented(oneLine(`${generatedBy} writes ${file} anew: make the change where it is written from.`))]),
  ];
}

function patchText(patch: Patch, paint: Paint): string {
  switch (patch.kind) {
    case "file":
      return printableDiff(patch.diff.replace(/\n$/, ""))
        .split("\n")
        .map((line) => (line.endsWith("\r") ? `${paintedLine(line.slice(0, -1), paint)}\r` : paintedLine(line, paint)))
        .join("\n");
    case "document": {
      const head = `${patch.isNew ? "New: " : ""}${patch.what} (${locationText(patch.source)}):`;
      return indented(`${oneLine(head)}\n${printable(patch.text)}`);
    }
    case "setting":
      return indented(`${printable(patch.text)} (${oneLine(locationText(patch.source))})`);
  }
}

function paintedLine(line: string, paint: Paint): string {
  if (line.startsWith("+++") || line.startsWith("---")) return paint("bold", line);
  if (line.startsWith("+")) return paint("green", line);
  return line.startsWith("-") ? paint("red", line) : line;
}

function baselineText({ file, differences }: ReportedBaseline, paint: Paint): string {
  if (differences === undefined) return `${paint("green", "✓")} it does what ${oneLine(file)} says`;
  const lines = differences.trimEnd().split("\n").slice(1);
  const shown = lines.map((line) => paintedLine(printable(line), paint)).join("\n");
  return `${paint("red", "✗")} it does something else than ${oneLine(file)} says:\n${shown}`;
}

function notCheckedText(notChecked: readonly NotChecked[], paint: Paint): string | undefined {
  if (notChecked.length === 0) return undefined;
  const lines = notChecked.map(({ what, because, source, couldMatter }) => {
    const sign = couldMatter ? paint("yellow", "?") : paint("dim", "·");
    return `  ${sign} ${oneLine(what)}: ${oneLine(because)} ${paint("dim", oneLine(`(${locationText(source)})`))}`;
  });
  return ["  Not checked:", ...lines].join("\n");
}

type Row = readonly [name: string, value: string];

function table(rows: readonly Row[], paint: Paint): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `    ${paint("dim", name.padEnd(width))}  ${oneLine(value)}`).join("\n");
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
