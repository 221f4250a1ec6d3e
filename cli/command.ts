import type { Command } from "commander";
import type { Streams } from "./streams.ts";

/** What a command is given beside its arguments. */
export interface CommandContext {
  readonly streams: Streams;
  /** Past the redaction of secrets: for those that a command is there to tell. */
  readonly unredacted: Streams;
  /** The whole command line, without node and script. */
  readonly argv: readonly string[];
  /** 0 unless told. */
  setExitCode(code: number): void;
}

/** Adds one command to the program: its arguments, options and help. What it does is loaded when it is called for. */
export type DefineCommand = (program: Command, context: CommandContext) => void;

export interface Example {
  readonly command: string;
  /** What it does, as an imperative. */
  readonly does: string;
}

/** The end of a command's help: command lines to copy, in the order of need, each under what it does. */
export function examplesText(examples: readonly Example[]): string {
  const lines = examples.flatMap(({ command, does }) => [
    ...wrapped(does, "  # ", ""),
    ...wrapped(command, "  $ ", " \\"),
  ]);
  return ["", "Examples:", ...lines].join("\n");
}

/** A terminal's usual width. */
const width = 80;

/** A line after which another follows ends with `end`, as a shell's has to. */
function wrapped(text: string, lead: string, end: string): readonly string[] {
  const lines: string[] = [];
  let at = "";
  for (const word of text.split(" ")) {
    const longer = at === "" ? word : `${at} ${word}`;
    if (at !== "" && lead.length + longer.length + end.length > width) {
      lines.push(`${at}${end}`);
      at = end === "" ? word : `  ${word}`;
    } else at = longer;
  }
  return [...lines, at].map((line, index) => `${index === 0 || end === "" ? lead : " ".repeat(lead.length)}${line}`);
}
