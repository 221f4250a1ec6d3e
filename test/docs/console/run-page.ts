/** Runs a page's commands in its own process, in the folder it is started in, and prints what each said as JSON. */
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { runProgram } from "../../../cli/program.ts";
import { capture } from "../../support/streams.ts";
import { isElsewhere } from "./elsewhere.ts";
import { readPage } from "./page.ts";

export interface CommandResult {
  readonly line: string;
  /** None where the command is run by another test. */
  readonly output: string | undefined;
  readonly exitCode: number;
}

/** As a project calls it that depends on the package, and as a checkout does. */
const program = /(?:npx crosscheck|npm run -s crosscheck --) /g;
const main = join(import.meta.dirname, "../../../cli/main.ts");
const asShellFunction = `crosscheck() { '${process.execPath}' '${main}' "$@"; }`;

const [page = ""] = process.argv.slice(2);
const results: CommandResult[] = [];
for (const step of readPage(page, await readFile(page, "utf8")).steps) {
  if (step.kind === "file") {
    await mkdir(dirname(step.name), { recursive: true });
    await writeFile(step.name, step.content);
  } else if (step.kind === "command") {
    results.push({
      line: step.line,
      ...(isElsewhere(step.line) ? { output: undefined, exitCode: 0 } : await run(step.line)),
    });
  }
}
process.stdout.write(JSON.stringify(results));

/** `crosscheck` runs here, which saves its start; everything else by a shell. */
async function run(line: string): Promise<Omit<CommandResult, "line">> {
  if (line.search(program) === 0 && !/[|>;&$]/.test(line)) {
    const streams = capture();
    const exitCode = await runProgram(wordsOf(line.replace(program, "")), streams);
    const { stdout, stderr } = streams.written();
    return { exitCode, output: stdout + stderr };
  }
  try {
    const script = `${asShellFunction}\n${line.replaceAll(program, "crosscheck ")}`;
    const { stdout, stderr } = await promisify(execFile)("bash", ["-c", script], { timeout: 120_000 });
    return { exitCode: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout = "", stderr = "" } = error as { code?: number; stdout?: string; stderr?: string };
    return { exitCode: code ?? 1, output: stdout + stderr };
  }
}

/** Quotes hold words together; nothing else is a shell's here. */
function wordsOf(line: string): readonly string[] {
  const words = line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g);
  return [...words].map(([, double, single, bare]) => double ?? single ?? bare ?? "");
}
