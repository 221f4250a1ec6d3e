import { Command, CommanderError } from "commander";
import { learnFromEnvironment } from "../harness/redaction/known-secrets.ts";
import { printable } from "../report/printable.ts";
import type { CommandContext, DefineCommand } from "./command.ts";
import { defineAccess } from "./commands/access.ts";
import { defineCheck } from "./commands/check.ts";
import { describeComplete } from "./commands/complete.ts";
import { defineControls } from "./commands/controls.ts";
import { defineDemoData } from "./commands/demo-data.ts";
import { defineHistory } from "./commands/history.ts";
import { defineInit } from "./commands/init.ts";
import { defineList } from "./commands/list.ts";
import { defineMerge } from "./commands/merge.ts";
import { defineRun } from "./commands/run.ts";
import { defineServe } from "./commands/serve.ts";
import { defineSweep } from "./commands/sweep.ts";
import { inertStreams, tell } from "./inert.ts";
import { Interrupted } from "./interrupt.ts";
import { type RedactedStreams, redactedStreams } from "./redacted-streams.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

/** In the order of the help. */
const commands: readonly DefineCommand[] = [
  defineRun,
  defineCheck,
  defineSweep,
  defineAccess,
  defineMerge,
  defineHistory,
  defineControls,
  defineList,
  defineServe,
  defineDemoData,
  defineInit,
];

/**
 * Runs the command line `argv` (without node and script) and resolves with the exit code, as the help has them. Commands are
 * loaded when they are called for.
 */
export async function runProgram(
  argv: readonly string[],
  given: Streams = process,
  redacted: RedactedStreams = redactedStreams(given),
): Promise<number> {
  let exitCode = 0;
  const streams = inertStreams(redacted);
  learnFromEnvironment(process.env);
  const context: CommandContext = {
    streams,
    unredacted: redacted.unredacted,
    argv,
    setExitCode(code) {
      exitCode = code;
    },
  };
  const program = programOf(context);
  const isCompleting = argv[0] === "complete" && !argv.some((word) => word === "--help" || word === "-h");
  if (isCompleting) (await import("./completion.ts")).addCompletion(program);
  else describeComplete(program, context);
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError) {
      tell(streams.stderr, error.message, error.toCopy);
      return 2;
    }
    if (error instanceof Interrupted) return error.exitCode;
    throw error;
  } finally {
    redacted.flush();
  }
}

const exitCodes = `Exit codes:
  0    all is well
  1    something failed, is broken or changed, or by --strict is inconclusive
  2    the command line or an input cannot be used: nothing was done
  130  interrupted by Ctrl-C, 143 by SIGTERM: what was made is removed`;

function programOf(context: CommandContext): Command {
  const { streams } = context;
  const program = new Command("crosscheck")
    .description("End-to-end tests of Kinesis to Firehose to S3 delivery across two AWS accounts")
    .version(version)
    .addHelpText("after", `\n${exitCodes}\n\n\`crosscheck help <command>\` shows what it takes, with examples.`)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(printable(text)),
    });

  for (const define of commands) define(program, context);
  return program;
}
