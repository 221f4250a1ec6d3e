import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { FirehoseClient } from "@aws-sdk/client-firehose";
import { IAMClient } from "@aws-sdk/client-iam";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import {
  type Account,
  type Emulator,
  type EmulatorSettings,
  startEmulator,
  type VirtualClock,
} from "../../emulator/index.ts";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface ClientSettings {
  readonly region?: string;
  readonly maxAttempts?: number;
  /** `the answers`: as clients do by themselves, which takes a second attempt to correct a signature. */
  readonly signsBy?: "the machine's clock" | "the answers";
}

/** Unmodified SDK clients of one caller. One attempt each: a test wants to see the first answer. */
export function clientsOf(
  emulator: Emulator,
  keys: Keys,
  { signsBy = "the machine's clock", ...more }: ClientSettings = {},
) {
  const config = { endpoint: emulator.url, region: emulator.region, credentials: keys, maxAttempts: 1, ...more };
  const clients = {
    sts: new STSClient(config),
    iam: new IAMClient(config),
    kms: new KMSClient(config),
    s3: new S3Client(config),
    kinesis: new KinesisClient(config),
    firehose: new FirehoseClient(config),
    logs: new CloudWatchLogsClient(config),
  };
  if (signsBy === "the machine's clock") for (const client of Object.values(clients)) signByTheMachinesClock(client);
  return clients;
}

/**
 * A client learns the server's time from an answer and signs by it. With one attempt it could not correct itself after a
 * test has moved the clock on; the machine's time is accepted always.
 */
export function signByTheMachinesClock(client: { readonly config: object }): void {
  Object.defineProperty(client.config, "systemClockOffset", { get: () => 0, set: () => {} });
}

export type Clients = ReturnType<typeof clientsOf>;

export interface TwoAccounts extends AsyncDisposable {
  readonly emulator: Emulator<VirtualClock>;
  readonly accountA: Account;
  readonly accountB: Account;
  /** Clients of A's and B's root users. */
  readonly a: Clients;
  readonly b: Clients;
  clientsOf(keys: Keys, more?: ClientSettings): Clients;
}

/** An embedded AWS with two accounts whose ids are drawn anew, so that none is written into an assertion. */
export async function twoAccounts(
  settings: Omit<EmulatorSettings<VirtualClock>, "accounts"> = {},
): Promise<TwoAccounts> {
  const emulator = await startEmulator({ ...settings, accounts: drawAccounts() });
  const [accountA, accountB] = emulator.accounts;
  if (accountA === undefined || accountB === undefined) throw new Error("two accounts were asked for");
  const made: Clients[] = [];
  const make = (keys: Keys, more: ClientSettings = {}) => {
    const clients = clientsOf(emulator, keys, more);
    made.push(clients);
    return clients;
  };
  return {
    emulator,
    accountA,
    accountB,
    a: make(accountA),
    b: make(accountB),
    clientsOf: make,
    async [Symbol.asyncDispose]() {
      for (const clients of made) for (const client of Object.values(clients)) client.destroy();
      await emulator.close();
    },
  };
}

function drawAccounts() {
  const draw = () => String(100_000_000_000 + Math.floor(Math.random() * 800_000_000_000));
  return [
    { id: draw(), name: "A" },
    { id: draw(), name: "B" },
  ];
}

/** What a call failed with; fails the test where it succeeded. */
export async function errorOf(
  call: Promise<unknown>,
): Promise<{ code: string; message: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as {
      name: string;
      message: string;
      $metadata?: { httpStatusCode?: number };
    };
    return { code: name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error("the call succeeded where it should have failed");
}
