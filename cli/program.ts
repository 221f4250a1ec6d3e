import { Command, CommanderError } from "commander";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

export interface Streams {
  readonly stdout: Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns">;
  readonly stderr: Pick<NodeJS.WriteStream, "write">;
}

/**
 * Runs the command line `argv` (without node and script) and resolves with the exit code: 0 where all is well, 1 where a
 * scenario failed, 2 where the arguments cannot be used. Commands are loaded when they are called for.
 */
export async function runProgram(argv: readonly string[], streams: Streams = process): Promise<number> {
  let exitCode = 0;
  const program = programOf(streams, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError) {
      streams.stderr.write(`crosscheck: ${error.message}\n`);
      return 2;
    }
    throw error;
  }
}

function programOf(streams: Streams, setExitCode: (code: number) => void): Command {
  const program = new Command("crosscheck")
    .description("End-to-end tests of Kinesis to Firehose to S3 delivery across two AWS accounts")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
    });

  program
    .command("run")
    .description("play scenarios: all of them, or those named (a family by the part before its `/`)")
    .argument("[scenario...]", "names, as `crosscheck list` shows them")
    .option("--target <name>", "where to play them: embedded, localstack, or the URL of an endpoint", "embedded")
    .option("--strict", "what is inconclusive counts as a failure")
    .option("--json <file>", "write the results there as JSON")
    .option("--verbose", "show every step of every scenario")
    .action(async (names: string[], options) => {
      const { runCommand } = await import("./run-command.ts");
      setExitCode(await runCommand({ names, ...options }, streams));
    });

  program
    .command("controls")
    .description("measure what a target can and cannot prove")
    .option("--target <name>", "embedded, localstack, or the URL of an endpoint", "embedded")
    .option("--json <file>", "write the measurement there as JSON")
    .action(async (options) => {
      const { controlsCommand } = await import("./controls-command.ts");
      await controlsCommand(options, streams);
    });

  program
    .command("list")
    .description("list the scenarios")
    .action(async () => {
      const { listCommand } = await import("./list-command.ts");
      listCommand(streams);
    });

  program
    .command("serve")
    .description("start the embedded AWS alone, for any SDK or CLI")
    .option("--port <number>", "the port; any free one unless given")
    .option("--host <address>", "the address to listen at", "127.0.0.1")
    .option("--region <region>", "the region of the accounts' resources", "us-east-1")
    .option(
      "--accounts <file>",
      'JSON: [{ "id": "111111111111", "name": "A", "accessKeyId": …, "secretAccessKey": … }, …]',
    )
    .option("--organization <file>", "JSON: the organization that the accounts are in, with its policies")
    .option("--iam-propagation <duration>", "how long changes in IAM are not seen yet, as on AWS: 4s")
    .option("--seed <number>", "draw the same identifiers as another run with it")
    .option("--decisions", "print why, whenever a policy denies something")
    .option("--virtual-clock", "time stands still until POST /_crosscheck/clock?advance=300s moves it")
    .action(async (options) => {
      const { serveCommand } = await import("./serve-command.ts");
      await serveCommand(options, streams);
    });

  program
    .command("demo-data")
    .description("write records to send: the Firehose console's stock tickers, or Amazon Monitron's events")
    .argument("[kind]", "`stock-ticker` or `monitron`", "stock-ticker")
    .option("--count <number>", "how many; without end unless given")
    .option("--rate <number>", "records a second; 100 unless given")
    .option("--seed <number>", "draw the same records as another run with it")
    .option("--account <id>", "the account that Monitron's events name", "111111111111")
    .action(async (kind: string, options) => {
      const { demoDataCommand } = await import("./demo-data-command.ts");
      await demoDataCommand({ kind, ...options }, streams);
    });
  return program;
}
