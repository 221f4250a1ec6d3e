import {
  type Account,
  type DecisionRecord,
  type Emulator,
  type EmulatorSettings,
  explain,
  ScaledClock,
  startEmulator,
  type TlsSettings,
  VirtualClock,
} from "../emulator/index.ts";
import { printable } from "../report/printable.ts";
import { readAccounts } from "./accounts-file.ts";
import { type ClockControlSettings, clockControl, clockPath } from "./clock-control.ts";
import { durationMs } from "./duration.ts";
import { readIssuers } from "./issuers-file.ts";
import { readOrganization } from "./organization-file.ts";
import type { Streams } from "./streams.ts";
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
  readonly controlToken?: string;
  readonly tls?: boolean;
  readonly cert?: string;
  readonly key?: string;
}

/** Serves until SIGINT or SIGTERM, then stops cleanly. */
export async function serveCommand(
  options: ServeOptions,
  { stdout, stderr }: Streams,
  unredacted: Streams,
): Promise<void> {
  const { host, controlToken } = options;
  if (host.trim() === "") {
    throw new UsageError("--host is empty: name an address, 127.0.0.1 unless others are to reach it, or leave it out");
  }
  if (controlToken?.trim() === "") throw new UsageError("--control-token is empty: give it a value, or leave it out");
  const settings: EmulatorSettings = {
    ...likeAwsSettings(options),
    host,
    tls: await tlsSettings(options),
    region: options.region,
    port: wholeNumber("--port", options.port, 65_535),
    seed: wholeNumber("--seed", options.seed, 2 ** 32 - 1),
    iamPropagationMs: duration("--iam-propagation", options.iamPropagation),
    accounts: options.accounts === undefined ? undefined : await readAccounts(options.accounts),
    organization: options.organization === undefined ? undefined : await readOrganization(options.organization),
    issuers: options.issuers === undefined ? undefined : await readIssuers(options.issuers),
  };
  const speed = wholeNumber("--speed", options.speed, 1000, 1) ?? 1;
  await using emulator = await start(settings, clockOf(options.virtualClock === true, speed, stderr), {
    host,
    token: controlToken,
  });
  if (options.decisions === true) {
    emulator.decisions.subscribe((record) => stdout.write(printable(denialText(record, emulator))));
  }
  if (!isLoopback(host)) stderr.write(openText(host, controlToken !== undefined));
  // Its accounts' keys are keys to nothing else.
  unredacted.stdout.write(
    `ready ${emulator.url}\n${howToTrust(emulator)}${howToConnect(emulator)}${howToMove(emulator, options)}`,
  );
  await stopSignal();
}

async function tlsSettings({ tls, cert, key, host }: ServeOptions): Promise<TlsSettings | undefined> {
  if (tls !== true) {
    for (const [option, value] of Object.entries({ "--cert": cert, "--key": key })) {
      if (value !== undefined) throw new UsageError(`${option} goes with --tls, which is not given`);
    }
    return undefined;
  }
  if (cert !== undefined && key !== undefined) {
    const { readCertificate } = await import("./tls/given-certificate.ts");
    return readCertificate(cert, key);
  }
  if (cert !== undefined || key !== undefined) {
    const [given, missing] = cert === undefined ? ["--key", "--cert"] : ["--cert", "--key"];
    throw new UsageError(`${given} needs ${missing}: give both, or neither for a certificate made for this run`);
  }
  const { makeCertificate } = await import("./tls/certificate.ts");
  return makeCertificate(host, Date.now());
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

async function start(
  settings: EmulatorSettings,
  clock: VirtualClock | ScaledClock,
  control: ClockControlSettings,
): Promise<Emulator> {
  try {
    return await startEmulator({ ...settings, clock, beside: clockControl(clock, control) });
  } catch (error) {
    // Accounts that do not go together; an address that is taken or not this machine's.
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (error instanceof RangeError || syscall === "listen") throw new UsageError(message);
    if (syscall === "getaddrinfo")
      throw new UsageError(`--host ${settings.host} is no address of this machine: ${message}`);
    if (syscall === "mkdtemp")
      throw new UsageError(`the folder for temporary files (TMPDIR) cannot be used: ${message}`);
    throw error;
  }
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);
}

function openText(host: string, hasToken: boolean): string {
  const clock = hasToken
    ? ""
    : "; requests to the clock are refused that name it otherwise, unless --control-token is given";
  return `crosscheck: warning: --host ${host}: whoever reaches this address over the network can send any request${clock}\n`;
}

/** Of a clock that somebody has to move. */
function howToMove({ url }: Emulator, { virtualClock, controlToken }: ServeOptions): string {
  if (virtualClock !== true) return "";
  const token = controlToken === undefined ? "" : ' -H "Authorization: Bearer $CONTROL_TOKEN"';
  return `\nthe clock stands still; this moves it:\n  curl -X POST${token} "${url}${clockPath}?advance=300s"\n`;
}

/** How clients come to trust a certificate that was made for this run. */
function howToTrust({ authorityFile }: Emulator): string {
  if (authorityFile === undefined) return "";
  return [
    "\nits certificate is made for this run; clients trust it by this file, which goes with it:",
    `  export AWS_CA_BUNDLE=${authorityFile}          # AWS CLI, boto3`,
    `  export NODE_EXTRA_CA_CERTS=${authorityFile}    # Node.js`,
    `  export SSL_CERT_FILE=${authorityFile}          # Go, Ruby and others on OpenSSL`,
    `  keytool -importcert -noprompt -alias crosscheck -file ${authorityFile} -keystore trust.p12 -storepass changeit   # Java`,
    "",
  ].join("\n");
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
