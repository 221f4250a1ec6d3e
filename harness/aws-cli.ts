import { execFile } from "node:child_process";
import { callOf, commandWith } from "./aws-cli-call.ts";
import { learnFromCli } from "./redaction/known-secrets.ts";
import { ScenarioError } from "./scenario-error.ts";
import type { PassCall } from "./target.ts";

/** What an AWS CLI command came to. */
export type CliResult =
  | { readonly kind: "done"; readonly output: string }
  /** `code`: AWS's, where the CLI names one: `MalformedPolicy`. */
  | { readonly kind: "failed"; readonly code: string | undefined; readonly message: string };

/** The AWS CLI, acting for one account. */
export interface AwsCli {
  /** Runs `aws <command>`, e.g. `["kinesis", "put-record", …]`, and resolves with what it printed. */
  run(...command: readonly string[]): Promise<string>;
  /** As `run`, but failing is an answer. */
  tryRun(...command: readonly string[]): Promise<CliResult>;
}

/** The CLI's version, or why there is none. */
export type CliVersion =
  | { readonly kind: "found"; readonly major: number; readonly text: string }
  | { readonly kind: "missing"; readonly because: string };

/** Asked once: a CLI takes half a second to say it. */
export function awsCliVersion(): Promise<CliVersion> {
  installed ??= askVersion();
  return installed;
}

let installed: Promise<CliVersion> | undefined;

async function askVersion(): Promise<CliVersion> {
  const { error, stdout, stderr } = await execute(["--version"], {});
  // Early releases of version 1 print it to standard error.
  const text = `${stdout}${stderr}`.trim();
  const [, major] = /^aws-cli\/(\d+)\./.exec(text) ?? [];
  if (major !== undefined) return { kind: "found", major: Number(major), text };
  return { kind: "missing", because: `the AWS CLI (\`aws\`) does not run here: ${error?.message ?? text}` };
}

export interface AwsCliSettings {
  /** Where and as whom it acts; the user's own AWS configuration is left out of it. */
  readonly environment: () => Promise<Readonly<Record<string, string>>>;
  /** Told of every command line, as a reader can copy it. */
  readonly onCommand?: (line: string) => void;
  /** What every call passes; it goes as it is unless given. */
  readonly passCall?: PassCall | undefined;
}

export function awsCli({ environment, onCommand = () => {}, passCall }: AwsCliSettings): AwsCli {
  const runAsItIs = async (command: readonly string[]): Promise<CliResult> => {
    onCommand(lineOf(command));
    const { error, stdout, stderr } = await execute(command, await environment());
    learnFromCli(stdout);
    if (error === null) return { kind: "done", output: stdout };
    const [, code] = /An error occurred \((\w+)\)/.exec(stderr) ?? [];
    return { kind: "failed", code, message: stderr.trim() || error.message };
  };
  const tryRun: AwsCli["tryRun"] = async (...command) => {
    if (passCall === undefined) return runAsItIs(command);
    const call = callOf(command);
    return passCall(call, (input) => runAsItIs(commandWith(command, call, input)));
  };
  return {
    tryRun,
    async run(...command) {
      const result = await tryRun(...command);
      if (result.kind === "done") return result.output;
      throw new ScenarioError(`\`${lineOf(command)}\` failed: ${result.message}`);
    },
  };
}

function lineOf(command: readonly string[]): string {
  return ["aws", ...command].map(quoted).join(" ");
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}

function execute(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly error: Error | null; readonly stdout: string; readonly stderr: string }> {
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"))),
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
    ...environment,
  };
  return new Promise((resolve) => {
    execFile("aws", [...command], { env, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ error, stdout, stderr });
    });
  });
}
