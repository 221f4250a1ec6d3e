/** The diagram for a terminal of 80 columns. */
import { oneLine } from "../printable.ts";
import { type Arrow, type ArrowId, type ArrowVerdict, accountTitles, type Diagram, type NodeId } from "./model.ts";
import { fixesOf, groundText, signs } from "./reasons.ts";

export type Paint = (verdict: ArrowVerdict, text: string) => string;

/** Inner width of a box. */
const inside = 24;
/** Between the boxes of account A and those of account B. */
const between = 21;
const lead = "  ";

/**
 * Lines without trailing spaces: boxes, arrows with their verdicts, then what was denied and how to repair it. `paint`
 * colours what has a verdict.
 */
export function diagramText(diagram: Diagram, paint: Paint = (_verdict, text) => text): string {
  const draw = new Drawing(diagram, paint);
  const [a, b] = accountTitles(diagram).map((each) => `${each.title} ${each.id}`.trim());
  const isOne = diagram.accounts.length === 1;
  const byA = isOne ? "" : "account A ";
  const title = `${lead}${a}`.padEnd(lead.length + inside + 2 + between);
  const lines = [
    `${title}${b}`,
    "",
    ...beside(draw.box("data-stream"), draw.aside("put", `${byA}puts`), draw.box("source-key")),
    `${lead}${draw.below("read", inside)}`,
    ...beside(draw.box("role"), draw.across("write"), draw.box("bucket")),
    `${lead}${draw.below("assume", inside + between + 2)}${draw.below("look", 0, isOne ? "" : " by account B")}`,
    ...beside(draw.box("delivery-stream"), draw.aside("create", `${byA}sets up`), draw.box("bucket-key")),
    ...draw.others(),
    ...draw.denials(),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

interface Text {
  /** With colours. */
  readonly text: string;
  /** As it is seen. */
  readonly width: number;
}

class Drawing {
  readonly #diagram: Diagram;
  readonly #paint: Paint;

  constructor(diagram: Diagram, paint: Paint) {
    this.#diagram = diagram;
    this.#paint = paint;
  }

  box(id: NodeId): readonly string[] {
    const node = this.#diagram.nodes.find((each) => each.id === id);
    if (node === undefined) return ["", "", ""].map((line) => line.padEnd(inside + 2));
    const head = `╭ ${node.kind} `.padEnd(inside + 1, "─");
    return [`${head}╮`, `│ ${clipped(node.name, inside - 2)} │`, `╰${"─".repeat(inside)}╯`];
  }

  /** A check without an arrow, beside the box that it is about. */
  aside(id: ArrowId, label: string): readonly string[] {
    const { text, width } = this.#mark(id, label);
    return ["", `  ${text}${" ".repeat(Math.max(0, between - 2 - width))}`, ""].map(
      (line) => line || " ".repeat(between),
    );
  }

  /** An arrow between a box and the one above, padded to `width`. */
  below(id: ArrowId, width: number, more = ""): string {
    const arrow = this.#arrow(id);
    const mark = this.#mark(id, arrow && `${arrow.label}${more}`);
    if (arrow === undefined) return "".padEnd(width);
    return `${" ".repeat(8)}▲ ${mark.text}${"".padEnd(width - 10 - mark.width)}`;
  }

  /** An arrow from account A's box to account B's. */
  across(id: ArrowId): readonly string[] {
    const arrow = this.#arrow(id);
    if (arrow === undefined) return ["", "", ""].map((line) => line.padEnd(between));
    const { text, width } = this.#mark(id);
    const left = Math.floor((between - width) / 2);
    const line = this.#paint(arrow.verdict, `${"─".repeat(between - 1)}▶`);
    return [`${" ".repeat(left)}${text}${" ".repeat(between - left - width)}`, line, " ".repeat(between)];
  }

  /** Checks that have no arrow of their own here. */
  others(): readonly string[] {
    const ids: readonly ArrowId[] = ["unseal", "seal", "log"];
    // Denials are told below, at length.
    const drawn = this.#diagram.arrows.filter(({ id, verdict }) => ids.includes(id) && verdict !== "denied");
    return drawn.map(({ verdict, title }) => `${lead}${this.#paint(verdict, signs[verdict])} ${oneLine(title)}`);
  }

  denials(): readonly string[] {
    const denied = this.#diagram.arrows.filter(({ verdict }) => verdict === "denied");
    return denied.flatMap((arrow) => [
      "",
      `${lead}${this.#paint("denied", signs.denied)} ${oneLine(arrow.title)}`,
      ...this.#reasons(arrow).flatMap((line) => wrapped(`${lead}    ${oneLine(line)}`)),
    ]);
  }

  #reasons({ because, checks }: Arrow): readonly string[] {
    if (because !== undefined) return [because];
    return checks.flatMap((check) =>
      check.verdict === "allowed"
        ? []
        : check.failure !== undefined
          ? [`${check.action} failed: ${check.failure}`]
          : [
              `${check.action} was denied`,
              ...check.grounds.map((ground) => `  ${groundText(ground, this.#diagram)}`),
              ...fixesOf(check).map((fix) => `  fix: ${fix}`),
            ],
    );
  }

  #mark(id: ArrowId, label?: string): Text {
    const arrow = this.#arrow(id);
    if (arrow === undefined) return { text: "", width: 0 };
    const words = `${signs[arrow.verdict]} ${label ?? arrow.label}`;
    return { text: this.#paint(arrow.verdict, words), width: words.length };
  }

  #arrow(id: ArrowId): Arrow | undefined {
    return this.#diagram.arrows.find((each) => each.id === id);
  }
}

/** Three blocks of lines side by side. */
function beside(left: readonly string[], middle: readonly string[], right: readonly string[]): readonly string[] {
  return left.map((line, at) => `${lead}${line}${middle[at] ?? ""}${right[at] ?? ""}`);
}

/** At most 80 columns where words allow it; what is continued stands deeper. */
function wrapped(line: string): readonly string[] {
  const indent = /^ */.exec(line)?.[0] ?? "";
  const lines: string[] = [];
  let current = indent;
  for (const word of line.trim().split(" ")) {
    if (current.trim() !== "" && current.length + word.length > 80) {
      lines.push(current.trimEnd());
      current = `${indent}  `;
    }
    current += `${word} `;
  }
  return [...lines, current.trimEnd()];
}

function clipped(text: string, width: number): string {
  const shown = oneLine(text);
  return shown.length > width ? `${shown.slice(0, width - 1)}…` : shown.padEnd(width);
}
