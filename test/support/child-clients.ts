import { execFile } from "node:child_process";
import { devNull, tmpdir } from "node:os";
import type { Emulator } from "../../emulator/index.ts";
import type { Keys } from "./clients.ts";

/** How a client that ran as a process of its own ended. */
export interface ChildResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Clients that are no part of this project and that a machine may lack. */
export type ChildClient = "aws" | "boto3";

const probes = {
  aws: ["aws", ["--version"]],
  boto3: ["python3", ["-c", "import boto3"]],
} as const;

const maxRunMs = 60_000;

/** Runs the AWS CLI (`["iam", "get-role", …]`) as a caller with these keys; answers come as JSON. */
export function awsCli(emulator: Emulator, keys: Keys, args: readonly string[], command = "aws"): Promise<ChildResult> {
  // Versions before 2.13 do not know AWS_ENDPOINT_URL.
  const all = ["--endpoint-url", emulator.url, "--output", "json", ...args];
  return run(command, all, environmentOf(emulator, keys));
}

/** Where the two versions of the AWS CLI may be; the variables come first. */
const cliCandidates = [process.env.AWS_CLI_V1, process.env.AWS_CLI_V2, "aws", "aws2", "/usr/bin/aws"];

/**
 * The commands of the AWS CLI by major version, as far as they are installed; a build machine must have both. Set
 * `AWS_CLI_V1` and `AWS_CLI_V2` where they are not in the usual places.
 */
export async function awsCliVersions(): Promise<ReadonlyMap<"1" | "2", string>> {
  const commands = cliCandidates.filter((command) => command !== undefined && command !== "");
  const versions = await Promise.all(
    commands.map(async (command) => {
      const { stdout, stderr } = await run(command ?? "", ["--version"], { PATH: process.env.PATH ?? "" });
      return [/^aws-cli\/([12])\./.exec(stdout || stderr)?.[1], command] as const;
    }),
  );
  const found = new Map<"1" | "2", string>();
  for (const [version, command] of versions) {
    if ((version === "1" || version === "2") && command !== undefined && !found.has(version)) {
      found.set(version, command);
    }
  }
  return found;
}

/** Runs a Python program, in which `boto3.client("iam")` speaks to the emulator as a caller with these keys. */
export function python(emulator: Emulator, keys: Keys, program: string): Promise<ChildResult> {
  return run("python3", ["-c", program], environmentOf(emulator, keys));
}

/**
 * Skips the test, with the reason, where the client is not installed; fails it on a build machine, which must have it.
 * `skip` is the one of the test's context.
 */
export async function needsClient(skip: (reason: string) => void, client: ChildClient): Promise<void> {
  const [command, args] = probes[client];
  const { exitCode, stderr } = await run(command, args, { PATH: process.env.PATH ?? "" });
  if (exitCode === 0) return;
  const reason = `${client} is not installed: \`${command} ${args.join(" ")}\` failed with ${stderr.trim() || exitCode}`;
  if (process.env.CI === "true") throw new Error(reason);
  skip(reason);
}

/** Nothing of the machine's own configuration gets in; one attempt, so that the first answer is what is seen. */
function environmentOf(emulator: Emulator, keys: Keys): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: tmpdir(),
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken !== undefined && { AWS_SESSION_TOKEN: keys.sessionToken }),
    AWS_ENDPOINT_URL: emulator.url,
    AWS_DEFAULT_REGION: emulator.region,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
    AWS_PAGER: "",
  };
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<ChildResult> {
  return new Promise((resolve) => {
    execFile(command, args, { env, timeout: maxRunMs, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      const failed = error === null ? 0 : typeof error.code === "number" ? error.code : 127;
      resolve({ exitCode: failed, stdout, stderr: stderr || (error?.message ?? "") });
    });
  });
}
