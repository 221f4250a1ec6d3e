import { createHash, randomInt } from "node:crypto";
import {
  createOrganization,
  type Emulator,
  explain,
  type OrganizationSettings,
  startEmulator,
  type VirtualClock,
} from "../../emulator/index.ts";
import type { AccountAccess, DeliveryFailure, Sandbox, Target } from "../target.ts";
import { watchEmulator } from "./watch-embedded.ts";

export interface EmbeddedSettings {
  /** Account ids, names and every identifier follow from it; drawn for each scenario unless given. */
  readonly seed?: number;
  /** Drawn by the seed unless given. */
  readonly accountIds?: { readonly A: string; readonly B: string };
  readonly region?: string;
  /** How long the services do not see a change in IAM, as on AWS; 0 unless given. */
  readonly iamPropagationSeconds?: number;
  /** The organization that the two accounts are in; none unless given. */
  readonly organization?: (accountIds: { readonly A: string; readonly B: string }) => OrganizationSettings;
}

/**
 * The embedded AWS, one for each scenario: starting it takes some 3 ms, and a virtual clock of its own lets one scenario
 * pass 300 s of buffering without making another's deliveries due.
 */
export function embedded(settings: EmbeddedSettings = {}): Target {
  return {
    name: "embedded",
    // One thread does the work of all; a few at a time fill the pauses of those that wait for a child process.
    parallel: 4,
    open: () => openSandbox(settings),
    [Symbol.asyncDispose]: async () => {},
  };
}

async function openSandbox(settings: EmbeddedSettings): Promise<Sandbox> {
  const { region, iamPropagationSeconds = 0, seed = randomInt(2 ** 32) } = settings;
  const ids = settings.accountIds ?? { A: digits(seed, "A"), B: digits(seed, "B") };
  const organization = settings.organization?.(ids);
  const emulator = await startEmulator({
    seed,
    region,
    accounts: Object.entries(ids).map(([name, id]) => ({ id, name })),
    iamPropagationMs: iamPropagationSeconds * 1000,
    ...(organization !== undefined && { organization: createOrganization(organization) }),
  });
  const suffix = hash(seed, "suffix").slice(0, 8);
  const denials: string[] = [];
  emulator.decisions.subscribe(({ request, decision }) => {
    if (decision.kind !== "allowed") denials.push(explain(request, decision, namesOf(emulator)));
  });
  return {
    accountA: accessTo(emulator, "A"),
    accountB: accessTo(emulator, "B"),
    nameOf: (what) => `${what}-${suffix}`,
    setting: [
      { name: "account A", value: ids.A },
      { name: "account B", value: ids.B },
      { name: "seed", value: String(seed) },
    ],
    time: { now: () => emulator.clock.now(), wait: (ms) => emulator.clock.advance(ms) },
    iamPropagationSeconds,
    bucketSettlingSeconds: 0,
    patienceSeconds: 300,
    isEphemeral: true,
    watchDenials: () => {
      const before = denials.length;
      return async () => [...new Set(denials.slice(before))];
    },
    deliveryFailures: async (deliveryStreamArn) => failuresOf(emulator, deliveryStreamArn),
    watch: (watcher) => watchEmulator(emulator, namesOf(emulator), watcher),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

function accessTo(emulator: Emulator<VirtualClock>, name: string): AccountAccess {
  const account = emulator.accounts.find((each) => each.name === name);
  if (account === undefined) throw new Error(`the embedded AWS has no account ${name}`);
  const { accessKeyId, secretAccessKey } = account;
  // One attempt: what the embedded AWS answers first is what it means.
  const { region, url: endpoint } = emulator;
  const signsAt = () => emulator.clock.now();
  return { name, region, credentials: { accessKeyId, secretAccessKey }, endpoint, maxAttempts: 1, signsAt };
}

/** What explanations call the accounts. */
function namesOf({ accounts }: Emulator): ReadonlyMap<string, string> {
  return new Map(accounts.map(({ id, name }) => [id, `account ${name} (${id})`]));
}

/** The attempts of the delivery log by what they failed with, each with the denied decisions behind it. */
function failuresOf(emulator: Emulator<VirtualClock>, deliveryStreamArn: string): readonly DeliveryFailure[] {
  const names = namesOf(emulator);
  const denied = emulator.decisions.denied();
  const failures = new Map<string, DeliveryFailure>();
  for (const { error } of emulator.deliveries.failures(deliveryStreamArn)) {
    if (error === undefined) continue;
    const { code, message, cause } = error;
    const explanations = denied
      .filter(({ requestId }) => requestId === cause.requestId)
      .map(({ request, decision }) => explain(request, decision, names));
    const key = `${code} ${cause.service}:${cause.operation} ${cause.code}`;
    const count = (failures.get(key)?.count ?? 0) + 1;
    failures.set(key, { code, message, count, explanations });
  }
  return [...failures.values()];
}

/** A 12-digit account id that follows from the seed. */
function digits(seed: number, name: string): string {
  return String(100_000_000_000 + (Number.parseInt(hash(seed, name).slice(0, 12), 16) % 900_000_000_000));
}

function hash(seed: number, purpose: string): string {
  return createHash("sha256").update(`${seed} ${purpose}`).digest("hex");
}
