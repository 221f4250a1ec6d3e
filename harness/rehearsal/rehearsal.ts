import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccountConfig } from "../config/config.ts";
import { completeConfig, type ReadConfig } from "../config/read-config.ts";
import { Releases } from "../releases.ts";
import type { StaticCredentials, TargetTime } from "../target.ts";
import { type Profile, writeAwsFiles } from "./aws-files.ts";
import { setEnvironment } from "./environment.ts";
import { makeIdentities, type SandboxIdentities } from "./identities.ts";
import { leftOver } from "./left-over.ts";
import { startServedAws } from "./served-aws.ts";
import { servedTime } from "./served-time.ts";

export interface RehearsalSettings {
  /** What starts crosscheck as a process of its own: `["node", "cli/main.js"]`. */
  readonly program: readonly string[];
  /** Seconds of the embedded AWS in one of this machine's. */
  readonly speed: number;
  /** Percent of the calls that are throttled whatever their rate. */
  readonly throttledPercent?: number | undefined;
  /** Until changes in IAM are seen; drawn for each unless given. */
  readonly iamPropagationMs?: number | undefined;
  /** Whose account ids, regions and limits are taken; drawn and AWS's default ones unless given. */
  readonly config?: ReadConfig | undefined;
}

/** Two accounts of an embedded AWS in another process, with the configuration that leads to them. */
export interface Rehearsal extends AsyncDisposable {
  readonly config: ReadConfig;
  readonly time: TargetTime;
  /** What runs have made in the accounts and not removed. A title each. */
  leftOver(): Promise<readonly string[]>;
}

/**
 * Starts an embedded AWS that behaves as AWS does in time, and points the SDKs of this process at it: by the environment
 * and the shared configuration, as on AWS, with a user in each account and a role that it assumes. Releasing it puts the
 * environment back.
 */
export async function startRehearsal({ config: given, ...settings }: RehearsalSettings): Promise<Rehearsal> {
  await using resources = new Releases();
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-rehearsal-"));
  resources.defer(() => rm(folder, { recursive: true }));
  const accounts = {
    A: { id: given?.accountA.accountId ?? "111111111111", region: given?.accountA.region ?? "us-east-1", ...drawKey() },
    B: { id: given?.accountB.accountId ?? "222222222222", region: given?.accountB.region ?? "us-east-1", ...drawKey() },
  };
  const file = join(folder, "accounts.json");
  const listed = Object.entries(accounts).map(([name, { region: _, ...account }]) => ({ ...account, name }));
  await writeFile(file, JSON.stringify(listed), { mode: 0o600 });
  const served = resources.use(
    await startServedAws(settings.program, [
      ...["--accounts", file, "--region", accounts.A.region],
      ...optionsFor(settings),
    ]),
  );
  const time = await servedTime(served.url);
  const watched = [accounts.A, accounts.B].map(({ id, region, ...credentials }) => {
    const signsAt = () => time.now();
    return { id, access: { region, credentials, endpoint: served.url, signsAt, speed: settings.speed } };
  });
  const [a, b] = await Promise.all(watched.map(({ id, access }) => makeIdentities(access, id, time)));
  if (a === undefined || b === undefined) throw new TypeError("there are two accounts");
  const files = await writeAwsFiles(folder, {
    ...profilesOf("crosscheck-a", accounts.A.region, a),
    ...profilesOf("crosscheck-b", accounts.B.region, b),
  });
  const environment = setEnvironment({ ...files, AWS_ENDPOINT_URL: served.url });
  resources.defer(() => environment[Symbol.dispose]());
  const { roleArn, externalId } = b;
  const accountA: AccountConfig = {
    accountId: accounts.A.id,
    region: accounts.A.region,
    credentials: { kind: "profile", profile: "crosscheck-a" },
  };
  const accountB: AccountConfig = {
    accountId: accounts.B.id,
    region: accounts.B.region,
    credentials: { kind: "role", roleArn, externalId, from: { kind: "profile", profile: "crosscheck-b-user" } },
  };
  const config = {
    // Nothing of the rehearsal is known to AWS, so that its journal goes with it.
    ...completeConfig({ accountA, accountB, sandboxAccounts: [accounts.A.id, accounts.B.id] }, join(folder, "config")),
    ...(given !== undefined && limitsOf(given)),
    // Everything waits most of the time.
    parallel: given?.parallel ?? 24,
  };
  const held = resources.handOn();
  return {
    config,
    time,
    leftOver: () => leftOver(watched, config.prefix, time),
    [Symbol.asyncDispose]: () => held[Symbol.asyncDispose](),
  };
}

function drawKey(): StaticCredentials {
  return {
    accessKeyId: `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
    secretAccessKey: randomBytes(20).toString("hex"),
  };
}

function optionsFor({
  speed,
  throttledPercent,
  iamPropagationMs,
}: Omit<RehearsalSettings, "config">): readonly string[] {
  return [
    ...["--like-aws", "--speed", String(speed)],
    ...(throttledPercent === undefined ? [] : ["--throttle", String(throttledPercent)]),
    ...(iamPropagationMs === undefined ? [] : ["--iam-propagation", `${iamPropagationMs}ms`]),
  ];
}

function profilesOf(
  name: string,
  region: string,
  { user, roleArn, externalId }: SandboxIdentities,
): Readonly<Record<string, Profile>> {
  const source = `${name}-user`;
  return {
    [source]: { kind: "user", credentials: user },
    [name]: { kind: "role", roleArn, externalId, region, source },
  };
}

function limitsOf({ prefix, expiresAfterHours, timeoutMinutes }: ReadConfig): Partial<ReadConfig> {
  return { prefix, expiresAfterHours, timeoutMinutes };
}
