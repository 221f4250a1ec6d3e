import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as firehose from "@aws-sdk/client-firehose";
import * as iam from "@aws-sdk/client-iam";
import * as kinesis from "@aws-sdk/client-kinesis";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import * as sts from "@aws-sdk/client-sts";
import { expect } from "vitest";
import { type Keys, signByTheMachinesClock, type TwoAccounts } from "../support/clients.ts";
import type { CallStep, Members, ParityCase } from "./case-file.ts";

interface Client {
  send(command: unknown): Promise<{ readonly $metadata: { readonly httpStatusCode?: number } }>;
  destroy(): void;
  readonly config: object;
}

type Constructor<T> = new (input: object) => T;

const modules: Readonly<Record<string, { readonly client: Constructor<unknown>; readonly commands: object }>> = {
  cloudwatch: { client: cloudwatch.CloudWatchClient, commands: cloudwatch },
  firehose: { client: firehose.FirehoseClient, commands: firehose },
  iam: { client: iam.IAMClient, commands: iam },
  kinesis: { client: kinesis.KinesisClient, commands: kinesis },
  kms: { client: kms.KMSClient, commands: kms },
  logs: { client: logs.CloudWatchLogsClient, commands: logs },
  s3: { client: s3.S3Client, commands: s3 },
  sts: { client: sts.STSClient, commands: sts },
};

/** Plays cases on one emulator by the SDK's own clients; each case has names of its own. */
export class Player implements AsyncDisposable {
  readonly #aws: TwoAccounts;
  readonly #clients = new Map<string, Client>();
  #played = 0;

  constructor(aws: TwoAccounts) {
    this.#aws = aws;
  }

  async play({ steps }: ParityCase): Promise<void> {
    const { emulator, accountA, accountB } = this.#aws;
    const name = `parity-${++this.#played}`;
    const values = new Map<string, string>([
      ["name", name],
      ["bucket", `${name}-${accountA.id}`],
      ["region", emulator.region],
      ["accountA", accountA.id],
      ["accountB", accountB.id],
      ["ownerA", accountA.canonicalUserId],
      ["ownerB", accountB.canonicalUserId],
    ]);
    for (const [index, step] of steps.entries()) {
      if ("advanceMs" in step) await emulator.clock.advance(step.advanceMs);
      else await this.#call(step, values, `step ${index + 1}, ${step.call}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients.values()) client.destroy();
    await this.#aws[Symbol.asyncDispose]();
  }

  async #call(step: CallStep, values: Map<string, string>, where: string): Promise<void> {
    const [service = "", operation = ""] = step.call.split(".");
    const commands = modules[service]?.commands as Readonly<Record<string, Constructor<unknown>>> | undefined;
    const Command = commands?.[`${operation}Command`];
    if (Command === undefined) throw new Error(`${where}: the SDK has no such operation`);
    const input = requested(step.input, values) as object;
    const { status, members } = await answerOf(this.#client(service, step.as).send(new Command(input)));
    expect({ status, ...(status >= 300 && { error: members }) }, where).toMatchObject({ status: step.status });
    const expected = step.error ?? step.answer;
    if (expected !== undefined) expect(members, where).toMatchObject(substituted(expected, values) as object);
    for (const absent of step.without) expect(members, where).not.toHaveProperty(absent);
    for (const [variable, path] of Object.entries(step.save)) {
      const value = path.split(".").reduce<unknown>((at, key) => (at as Members | undefined)?.[key], members);
      if (typeof value !== "string") throw new Error(`${where}: the answer has no text \`${path}\``);
      values.set(variable, value);
    }
  }

  #client(service: string, as: CallStep["as"]): Client {
    const key = `${service} ${as}`;
    let client = this.#clients.get(key);
    if (client === undefined) {
      client = this.#newClient(service, as);
      this.#clients.set(key, client);
    }
    return client;
  }

  #newClient(service: string, as: CallStep["as"]): Client {
    const { emulator, accountA, accountB } = this.#aws;
    const keys: Keys = as === "b" ? accountB : accountA;
    const config = { endpoint: emulator.url, region: emulator.region, maxAttempts: 1, credentials: keys };
    const unsigned = { signer: { sign: async (request: unknown) => request } };
    const { client: Client } = modules[service] ?? {};
    if (Client === undefined) throw new Error(`there is no client of ${service}`);
    const client = new Client(as === "anonymous" ? { ...config, ...unsigned } : config) as Client;
    signByTheMachinesClock(client);
    return client;
  }
}

async function answerOf(call: ReturnType<Client["send"]>): Promise<{ status: number; members: Members }> {
  try {
    const { $metadata, ...answer } = await call;
    return { status: $metadata.httpStatusCode ?? 0, members: (await plain(answer)) as Members };
  } catch (error) {
    const { name, message, $metadata, ...fields } = error as s3.S3ServiceException;
    if ($metadata?.httpStatusCode === undefined) throw error;
    // The names of some exceptions are the SDK's own; XML has AWS's code beside them.
    return { status: $metadata.httpStatusCode, members: { Code: name, ...fields, Message: message } };
  }
}

/** An answer as JSON could hold it: bodies and bytes as text, moments in ISO 8601. */
async function plain(value: unknown): Promise<unknown> {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (typeof value !== "object" || value === null) return value;
  if ("transformToString" in value) return (value as { transformToString(): Promise<string> }).transformToString();
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(await Promise.all(entries.map(async ([key, member]) => [key, await plain(member)])));
}

/** Members of a request: `{ "bytes": "text" }` stands for a blob. */
function requested(value: unknown, values: ReadonlyMap<string, string>): unknown {
  const bytes = (value as { readonly bytes?: unknown } | undefined)?.bytes;
  if (typeof bytes === "string") return Buffer.from(filled(bytes, values));
  return mapped(value, values, requested);
}

/** What is expected: `"<any>"` stands for whatever is there, `{ "matches": "…" }` for a regular expression. */
function substituted(value: unknown, values: ReadonlyMap<string, string>): unknown {
  if (value === "<any>") return expect.anything();
  const pattern = (value as { readonly matches?: unknown } | undefined)?.matches;
  if (typeof pattern === "string") return expect.stringMatching(new RegExp(filled(pattern, values)));
  return mapped(value, values, substituted);
}

function mapped(value: unknown, values: ReadonlyMap<string, string>, each: typeof requested): unknown {
  if (typeof value === "string") return filled(value, values);
  if (Array.isArray(value)) return value.map((item) => each(item, values));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, each(item, values)]));
}

function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`nothing was saved as \`${name}\``);
    return value;
  });
}
