import type { Command } from "commander";
import type { Streams } from "./program.ts";

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
  return ["", "Examples:", ...examples.map(({ command, does }) => `  # ${does}\n  $ ${command}`)].join("\n");
}
