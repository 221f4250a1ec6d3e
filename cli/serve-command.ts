import {
  type Account,
  type DecisionRecord,
  type Emulator,
  type EmulatorSettings,
  explain,
  ScaledClock,
  startEmulator,
  VirtualClock,
} from "../emulator/index.ts";
import { readAccounts } from "./accounts-file.ts";
import { clockControl } from "./clock-control.ts";
import { durationMs } from "./duration.ts";
import { readIssuers } from "./issuers-file.ts";
import { readOrganization } from "./organization-file.ts";
import type { Streams } from "./program.ts";
import { UsageError } from "./usage-error.ts";
import { wholeNumber } from "./whole-number.ts";

export interface ServeOptions {
  readonly host: string;
  readonly region: string;
  readonly port?: string;
  readonly accounts?: string;
  readonly organization?: string;
  readonly issuers?: string;
  readonly iamPropagation?: string;
  readonly seed?: string;
  readonly decisions?: boolean;
  readonly virtualClock?: boolean;
  readonly likeAws?: boolean;
  readonly speed?: string;
  readonly throttle?: string;
}

/** Serves until SIGINT or SIGTERM, then stops cleanly. */
export async function serveCommand(
  options: ServeOptions,
  { stdout, stderr }: Streams,
  unredacted: Streams,
): Promise<void> {
  const settings: EmulatorSettings = {
    ...likeAwsSettings(options),
    host: options.host,
    region: options.region,
    port: wholeNumber("--port", options.port, 65_535),
    seed: wholeNumber("--seed", options.seed, 2 ** 32 - 1),
    iamPropagationMs: duration("--iam-propagation", options.iamPropagation),
    accounts: options.accounts === undefined ? undefined : await readAccounts(options.accounts),
    organization: options.organization === undefined ? undefined : await readOrganization(options.organization),
    issuers: options.issuers === undefined ? undefined : await readIssuers(options.issuers),
  };
  const speed = wholeNumber("--speed", options.speed, 1000, 1) ?? 1;
  await using emulator = await start(settings, clockOf(options.virtualClock === true, speed, stderr));
  if (options.decisions === true) {
    emulator.decisions.subscribe((record) => stdout.write(denialText(record, emulator)));
  }
  // Its accounts' keys are keys to nothing else.
  unredacted.stdout.write(`ready ${emulator.url}\n${howToConnect(emulator)}`);
  await stopSignal();
}

function likeAwsSettings({ likeAws, speed, throttle, virtualClock }: ServeOptions): Pick<EmulatorSettings, "likeAws"> {
  if (likeAws !== true) {
    for (const [option, value] of Object.entries({ "--speed": speed, "--throttle": throttle })) {
      if (value !== undefined) throw new UsageError(`${option} goes with --like-aws, which is not given`);
    }
    return {};
  }
  if (virtualClock === true) {
    throw new UsageError("--like-aws runs on a clock that moves by itself: leave --virtual-clock out, or --like-aws");
  }
  const throttledShare = (wholeNumber("--throttle", throttle, 100) ?? 0) / 100;
  return { likeAws: { throttledShare, acceptsMachinesTime: speed !== undefined } };
}

function clockOf(isVirtual: boolean, speed: number, stderr: Streams["stderr"]): VirtualClock | ScaledClock {
  const clock = new ScaledClock(speed, (error) => {
    stderr.write(`crosscheck: a scheduled task failed: ${(error as Error).stack ?? error}\n`);
  });
  return isVirtual ? new VirtualClock(clock.now()) : clock;
}

async function start(settings: EmulatorSettings, clock: VirtualClock | ScaledClock): Promise<Emulator> {
  try {
    return await startEmulator({ ...settings, clock, beside: clockControl(clock) });
  } catch (error) {
    // Accounts that do not go together; an address that is taken or not this machine's.
    if (error instanceof RangeError || (error as NodeJS.ErrnoException).syscall === "listen") {
      throw new UsageError((error as Error).message);
    }
    throw error;
  }
}

function howToConnect({ url, region, accounts }: Emulator): string {
  return accounts.map((account) => `\n${titleOf(account)}, root user:\n${exportsFor(account, url, region)}`).join("");
}

function titleOf({ id, name }: Account): string {
  return name === id ? `account ${id}` : `account ${name} (${id})`;
}

function exportsFor({ accessKeyId, secretAccessKey }: Account, url: string, region: string): string {
  return [
    `  export AWS_ENDPOINT_URL=${url}`,
    `  export AWS_DEFAULT_REGION=${region}`,
    `  export AWS_ACCESS_KEY_ID=${accessKeyId}`,
    `  export AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    "",
  ].join("\n");
}

/** Empty for what was allowed. */
function denialText({ request, decision, at, operation }: DecisionRecord, { accounts }: Emulator): string {
  if (decision.kind === "allowed") return "";
  const names = new Map(accounts.map((account) => [account.id, titleOf(account)]));
  return `\n${new Date(at).toISOString()} ${operation}: ${explain(request, decision, names)}\n`;
}

/** Milliseconds; undefined where the option is not given. */
function duration(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = durationMs(text);
  if (ms === undefined) throw new UsageError(`${option} must be a duration such as 4s or 500ms, got \`${text}\``);
  return ms;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off("SIGINT", stop).off("SIGTERM", stop);
      resolve();
    };
    process.on("SIGINT", stop).on("SIGTERM", stop);
  });
}
