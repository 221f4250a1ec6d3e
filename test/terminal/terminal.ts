import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { type IPty, spawn } from "@lydell/node-pty";

const main = join(import.meta.dirname, "../../cli/main.ts");

export interface TerminalSession {
  readonly pty: IPty;
  /** Everything that was written so far, with all that moves the cursor. */
  readonly written: () => string;
  /** When the program has ended. */
  readonly ended: Promise<{ readonly exitCode: number; readonly written: string }>;
}

/** A crosscheck in a terminal of its own, as a person starts it. */
export function inTerminal(
  argv: readonly string[],
  { columns = 80, environment = {} }: { columns?: number; environment?: Readonly<Record<string, string>> } = {},
): TerminalSession {
  const hidden = ["NO_COLOR", "FORCE_COLOR", "CI", "GITHUB_ACTIONS", "NODE_OPTIONS"];
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_") && !hidden.includes(name));
  const pty = spawn(process.execPath, [main, ...argv], {
    name: "xterm-256color",
    cols: columns,
    rows: 40,
    cwd: process.cwd(),
    env: { ...Object.fromEntries(own), ...environment },
  });
  let written = "";
  pty.onData((text) => {
    written += text;
  });
  const ended = new Promise<{ exitCode: number; written: string }>((resolve) => {
    pty.onExit(({ exitCode }) => resolve({ exitCode, written }));
  });
  return { pty, written: () => written, ended };
}

/** What a terminal shows in the end of what was written to it: lines without colours, those that were taken away gone. */
export function screenOf(written: string): readonly string[] {
  const lines = [""];
  let row = 0;
  let column = 0;
  const put = (text: string) => {
    const line = (lines[row] ?? "").padEnd(column);
    lines[row] = line.slice(0, column) + text + line.slice(column + text.length);
    column += text.length;
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about.
  for (const [token] of written.matchAll(/\u001b\[[0-9;?]*[A-Za-z]|\r|\n|[^\u001b\r\n]+|\u001b/g)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
    const [, number = "", kind = ""] = /^\u001b\[([0-9;?]*)([A-Za-z])$/.exec(token) ?? [];
    const count = Number(number) || 1;
    if (token === "\r") column = 0;
    else if (token === "\n") lines[++row] ??= "";
    else if (kind === "A") row = Math.max(0, row - count);
    else if (kind === "B") row += count;
    else if (kind === "G") column = count - 1;
    else if (kind === "K") lines[row] = number === "2" ? "" : (lines[row] ?? "").slice(0, column);
    else if (kind === "J") lines.splice(row, lines.length, (lines[row] ?? "").slice(0, column));
    else if (kind === "") put(stripVTControlCharacters(token));
  }
  return lines.map((line) => line.trimEnd());
}
