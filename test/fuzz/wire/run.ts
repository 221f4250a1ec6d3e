import { CreateRoleCommand, ListRolesCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { CreateStreamCommand, ListStreamsCommand } from "@aws-sdk/client-kinesis";
import {
  CreateBucketCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { type Emulator, type EmulatorSettings, startEmulator, type VirtualClock } from "../../../emulator/index.ts";
import { type Clients, clientsOf, type Keys } from "../../support/clients.ts";
import { makeUser, trusting } from "../../support/identities.ts";
import { asText } from "../../support/raw.ts";
import { errorIn, type HandMade, presigned, signed } from "../../support/signed.ts";
import { Chance } from "./chance.ts";
import { type Input, makeInput } from "./inputs.ts";
import { isCbor, judge, type Sending } from "./judge.ts";
import { Sender } from "./sender.ts";

export interface FuzzReport {
  readonly seed: number;
  readonly inputs: number;
  /** Answers by caller, kind and status. */
  readonly statuses: ReadonlyMap<string, number>;
  /** What must not happen and did; each says which input it was. */
  readonly problems: readonly string[];
}

const inFlight = 8;

/**
 * Sends hostile inputs to an embedded AWS. The first half comes from callers who may do nothing, and what they leave
 * behind is compared with what was there; the second half comes from the owner also.
 */
export async function fuzz(
  seed: number,
  inputs: number,
  more: Pick<EmulatorSettings, "wrapService"> = {},
): Promise<FuzzReport> {
  const run = await FuzzRun.start(seed, more);
  try {
    await run.sendSound();
    await run.send(Math.ceil(inputs / 2), ["unauthenticated", "unauthenticated", "unauthorized", "raw"]);
    await run.findChanges();
    await run.send(Math.floor(inputs / 2), ["owner", "owner", "owner", "unauthorized", "raw"]);
    return run.report(inputs);
  } finally {
    await run.close();
  }
}

class FuzzRun {
  readonly #seed: number;
  readonly #emulator: Emulator<VirtualClock>;
  readonly #sender: Sender;
  readonly #owner: Keys;
  readonly #clients: Clients;
  readonly #powerless: Keys;
  readonly #problems: string[];
  readonly #before: string;
  readonly #statuses = new Map<string, number>();
  #phase = 0;
  #sent = 0;

  private constructor(parts: {
    readonly seed: number;
    readonly emulator: Emulator<VirtualClock>;
    readonly owner: Keys;
    readonly clients: Clients;
    readonly powerless: Keys;
    readonly problems: string[];
    readonly before: string;
  }) {
    this.#seed = parts.seed;
    this.#emulator = parts.emulator;
    this.#sender = new Sender(parts.emulator);
    this.#owner = parts.owner;
    this.#clients = parts.clients;
    this.#powerless = parts.powerless;
    this.#problems = parts.problems;
    this.#before = parts.before;
  }

  static async start(seed: number, more: Pick<EmulatorSettings, "wrapService">): Promise<FuzzRun> {
    const problems: string[] = [];
    const onInternalError = (error: unknown, request: string) =>
      void problems.push(`internal error at ${request}: ${(error as Error).stack ?? error}`);
    const emulator = await startEmulator({ ...more, seed, onInternalError });
    const [owner] = emulator.accounts;
    if (owner === undefined) throw new Error("the emulator has no account");
    const clients = clientsOf(emulator, owner);
    const { keys: powerless } = await makeUser(clients, "powerless");
    await clients.s3.send(new CreateBucketCommand({ Bucket: "fuzzed-bucket" }));
    await clients.s3.send(new PutObjectCommand({ Bucket: "fuzzed-bucket", Key: "owned", Body: "the owner's" }));
    await clients.kinesis.send(new CreateStreamCommand({ StreamName: "fuzzed", ShardCount: 1 }));
    const trust = trusting({ Service: "firehose.amazonaws.com" });
    await clients.iam.send(new CreateRoleCommand({ RoleName: "fuzzed", AssumeRolePolicyDocument: trust }));
    await emulator.clock.advance(60_000);
    const before = await stateOf(clients);
    return new FuzzRun({ seed, emulator, owner, clients, powerless, problems, before });
  }

  /** A run in which everything fails at the door would prove nothing: sound requests go the same way and are answered. */
  async sendSound(): Promise<void> {
    for (const input of soundInputs) {
      for (const [sending, expected] of Object.entries(soundStatuses) as [Sending, RegExp][]) {
        const message = this.#prepare(new Chance(1), sending, input);
        const { status } = await this.#sender.send(message);
        if (!expected.test(String(status))) {
          this.#problems.push(`a sound ${input.kind} of ${input.service} (${sending}): status ${status}`);
        }
      }
    }
  }

  /** Each input has a chance of its own, so that one of them can be had again from its number. */
  async send(count: number, sendings: readonly Sending[]): Promise<void> {
    this.#phase += 1;
    let next = 0;
    const work = async () => {
      for (let at = next++; at < count; at = next++) {
        const number = this.#phase * 10_000_000 + at;
        const chance = new Chance(this.#seed ^ Math.imul(number, 0x9e3779b1));
        await this.#sendOne(number, chance, chance.pick(sendings));
        this.#sent += 1;
        if (this.#phase > 1 && chance.oneIn(200)) await this.#emulator.clock.advance(chance.integer(400_000));
      }
    };
    await Promise.all(Array.from({ length: inFlight }, work));
  }

  async #sendOne(number: number, chance: Chance, sending: Sending): Promise<void> {
    const input = makeInput(chance);
    const describe = (problem: string, message: HandMade) => {
      const text = asText({ ...message, body: String(message.body ?? "") });
      this.#problems.push(
        `input ${number} (${sending}, ${input.kind}): ${problem}\n${JSON.stringify(text.slice(0, 2_000))}`,
      );
    };
    const message = this.#prepare(chance, sending, input);
    try {
      if (sending === "raw") {
        const bytes = Buffer.from(asText({ ...message, body: String(message.body ?? "") }), "latin1");
        this.#judgeRaw(await this.#sender.sendRaw(chance.mutated(bytes)), (problem) => describe(problem, message));
        return;
      }
      const answer = await this.#sender.send(message);
      this.#count(`${sending} ${input.kind} ${answer.status}`);
      for (const problem of judge(answer, message, sending)) describe(`${problem}: ${JSON.stringify(answer)}`, message);
    } catch (error) {
      describe(`no answer: ${error}`, message);
    }
  }

  #prepare(chance: Chance, sending: Sending, { service, message, payload }: Input): Required<HandMade> {
    // A changed byte may lie where no signature reaches, and the request be the caller's own as before.
    const isPowerless = sending === "unauthorized" || (sending === "raw" && this.#phase === 1);
    const keys = isPowerless ? this.#powerless : this.#owner;
    const signing = { keys, service, ...(payload !== undefined && { payload }) };
    const request =
      service === "s3" && payload === undefined && chance.oneIn(4)
        ? presigned(this.#emulator, message, { ...signing, expiresSeconds: 60 })
        : signed(this.#emulator, message, signing);
    return sending === "unauthenticated" ? tampered(chance, request) : request;
  }

  /** Whatever the bytes were: what comes back is HTTP with one of AWS's errors in it, or it is an answer to a request. */
  #judgeRaw(received: string, complain: (problem: string) => void): void {
    this.#count(`raw ${/^HTTP\/1\.1 (\d+)/.exec(received)?.[1] ?? (received === "" ? "closed" : "other")}`);
    if (received === "") return;
    const match = /^(?:HTTP\/1\.1 100 Continue\r\n\r\n)?HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(
      received,
    );
    if (match === null) {
      // Bytes that begin an HTTP/2 connection are answered with its frames.
      if (received.charCodeAt(3) !== 4) complain(`not HTTP: ${JSON.stringify(received.slice(0, 200))}`);
      return;
    }
    const [head, status = "", lines = ""] = match;
    const headers = Object.fromEntries(
      lines
        .split("\r\n")
        .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
    );
    const length = Number(headers["content-length"] ?? 0);
    const body = Buffer.from(received.slice(head.length, head.length + length), "latin1").toString("utf8");
    if (Number(status) < 400 || body === "" || isCbor(headers["content-type"])) return;
    try {
      errorIn({ status: Number(status), headers, body });
    } catch (error) {
      complain(String(error));
    }
  }

  /** Who may do nothing must not have changed anything. */
  async findChanges(): Promise<void> {
    const now = await stateOf(this.#clients);
    if (now !== this.#before) this.#problems.push(`callers without permission changed\n${this.#before}\nto\n${now}`);
  }

  #count(what: string): void {
    this.#statuses.set(what, (this.#statuses.get(what) ?? 0) + 1);
  }

  report(inputs: number): FuzzReport {
    if (this.#sent !== inputs) this.#problems.push(`${inputs} inputs were meant and ${this.#sent} were sent`);
    return { seed: this.#seed, inputs, statuses: this.#statuses, problems: this.#problems };
  }

  async close(): Promise<void> {
    this.#sender.close();
    for (const client of Object.values(this.#clients)) client.destroy();
    await this.#emulator.close();
  }
}

const soundStatuses: Partial<Record<Sending, RegExp>> = {
  owner: /^2/,
  unauthorized: /^40[03]$/,
  unauthenticated: /^40[03]$/,
};

const json = (service: string, target: string): Input => ({
  kind: "json",
  service,
  message: {
    method: "POST",
    target: "/",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
    body: "{}",
  },
});

const soundInputs: readonly Input[] = [
  { kind: "object", service: "s3", message: { method: "GET", target: "/fuzzed-bucket/owned" } },
  {
    kind: "query",
    service: "iam",
    message: {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "Action=ListRoles&Version=2010-05-08",
    },
  },
  json("kinesis", "Kinesis_20131202.ListStreams"),
  json("firehose", "Firehose_20150804.ListDeliveryStreams"),
  json("kms", "TrentService.ListKeys"),
];

/** Takes a signature's force away in one of the ways that there are. */
function tampered(chance: Chance, request: Required<HandMade>): Required<HandMade> {
  const inQuery = request.headers.authorization === undefined;
  const change = (text: string) =>
    inQuery
      ? { ...request, target: request.target.replace(/X-Amz-Signature=.*/, text) }
      : { ...request, headers: { ...request.headers, authorization: text } };
  switch (chance.integer(4)) {
    case 0: {
      const { authorization: _taken, ...headers } = request.headers;
      return { ...request, headers, target: request.target.replace(/[?&]X-Amz-[A-Za-z]+=[^&]*/g, "") };
    }
    case 1:
      return change(inQuery ? `X-Amz-Signature=${"0".repeat(64)}` : swapLast(request.headers.authorization ?? ""));
    case 2:
      return change(
        inQuery
          ? "X-Amz-Signature="
          : chance
              .text()
              .replace(/[^\u0020-\u007e]/g, "?")
              .trim(),
      );
    default:
      return { ...request, method: request.method === "PUT" ? "POST" : "PUT" };
  }
}

const swapLast = (text: string) => text.slice(0, -1) + (text.endsWith("0") ? "1" : "0");

/** All that a caller without permission could have changed, as one text. */
async function stateOf({ s3, kinesis, iam }: Clients): Promise<string> {
  const Bucket = "fuzzed-bucket";
  const [buckets, objects, object, block, streams, roles, users] = await Promise.all([
    s3.send(new ListBucketsCommand({})),
    s3.send(new ListObjectsV2Command({ Bucket })),
    s3.send(new GetObjectCommand({ Bucket, Key: "owned" })),
    s3.send(new GetPublicAccessBlockCommand({ Bucket })),
    kinesis.send(new ListStreamsCommand({})),
    iam.send(new ListRolesCommand({})),
    iam.send(new ListUsersCommand({})),
  ]);
  return JSON.stringify({
    buckets: buckets.Buckets?.map(({ Name }) => Name),
    objects: objects.Contents?.map(({ Key, ETag }) => [Key, ETag]),
    object: await object.Body?.transformToString(),
    block: block.PublicAccessBlockConfiguration,
    streams: streams.StreamNames,
    roles: roles.Roles?.map(({ RoleName, AssumeRolePolicyDocument }) => [RoleName, AssumeRolePolicyDocument]),
    users: users.Users?.map(({ UserName }) => UserName),
  });
}
