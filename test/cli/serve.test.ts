import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { startEmulator } from "../../emulator/index.ts";
import { errorOf } from "../support/clients.ts";
import { serve } from "../support/served.ts";
import { capture } from "../support/streams.ts";

let folder: string;
let accountsFile: string;
const keysOfA = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMIK7MDENG" };
const keysOfB = { accessKeyId: "AKIAI44QH8DHBEXAMPLE", secretAccessKey: "je7MtGbClwBF2Zp9Utkh3yCo8nvbEXAMPLEKEY" };
const accounts = [
  { id: "123456789012", name: "A", ...keysOfA },
  { id: "210987654321", name: "B", ...keysOfB },
];
const region = "us-east-1";
const anyTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crosscheck-serve-"));
  accountsFile = join(folder, "accounts.json");
  await writeFile(accountsFile, JSON.stringify(accounts));
});
afterAll(() => rm(folder, { recursive: true }));

describe("crosscheck serve", () => {
  test("serves the accounts of a file, says how to reach them and why a policy denies, and stops cleanly", async () => {
    await using served = await serve("--accounts", accountsFile, "--decisions");
    expect(served.output()).toBe(
      [
        `ready ${served.url}`,
        "",
        "account A (123456789012), root user:",
        `  export AWS_ENDPOINT_URL=${served.url}`,
        "  export AWS_DEFAULT_REGION=us-east-1",
        `  export AWS_ACCESS_KEY_ID=${keysOfA.accessKeyId}`,
        `  export AWS_SECRET_ACCESS_KEY=${keysOfA.secretAccessKey}`,
        "",
        "account B (210987654321), root user:",
        `  export AWS_ENDPOINT_URL=${served.url}`,
        "  export AWS_DEFAULT_REGION=us-east-1",
        `  export AWS_ACCESS_KEY_ID=${keysOfB.accessKeyId}`,
        `  export AWS_SECRET_ACCESS_KEY=${keysOfB.secretAccessKey}`,
        "",
      ].join("\n"),
    );

    const s3OfA = new S3Client({ endpoint: served.url, region, credentials: keysOfA, forcePathStyle: true });
    const s3OfB = new S3Client({ endpoint: served.url, region, credentials: keysOfB, forcePathStyle: true });
    await s3OfB.send(new CreateBucketCommand({ Bucket: "landing" }));
    const refusal = await errorOf(s3OfA.send(new GetObjectCommand({ Bucket: "landing", Key: "report" })));
    expect(refusal).toEqual({ code: "AccessDenied", message: "Access Denied", status: 403 });
    await served.printed(/ GetObject: s3:GetObject was denied\n +principal +arn:aws:iam::123456789012:root/);
    await served.printed(/ fix +add to a new policy of bucket `landing` in account B \(210987654321\)/);

    const clock = await fetch(`${served.url}/_crosscheck/clock?advance=300s`, { method: "POST" });
    expect({ status: clock.status, body: await clock.json() }).toEqual({
      status: 409,
      body: { error: "this clock moves by itself; one that can be advanced is served with --virtual-clock" },
    });
    expect(await (await fetch(`${served.url}/_crosscheck/clock`)).json()).toEqual({ now: anyTime, speed: 1 });

    expect(await served.stop("SIGINT")).toBe(0);
  });

  test("serves on a virtual clock, and stops cleanly on SIGTERM as well", async () => {
    await using served = await serve("--virtual-clock", "--region", "eu-central-1");
    const clock = `${served.url}/_crosscheck/clock`;
    const { now } = (await (await fetch(clock)).json()) as { now: string };
    const moved = await fetch(`${clock}?advance=300s`, { method: "POST" });
    expect(await moved.json()).toEqual({ now: new Date(Date.parse(now) + 300_000).toISOString() });
    expect(served.output()).toContain("export AWS_DEFAULT_REGION=eu-central-1\n");
    expect(served.output()).toContain(`\n  curl -X POST "${clock}?advance=300s"\n`);
    expect(await served.stop("SIGTERM")).toBe(0);
  });
});

test("serves like AWS on a clock that is fast, which tells its speed and throttles what is asked for", async () => {
  await using served = await serve("--accounts", accountsFile, "--like-aws", "--speed", "60", "--throttle", "100");
  expect(await (await fetch(`${served.url}/_crosscheck/clock`)).json()).toEqual({ now: anyTime, speed: 60 });
  const s3 = new S3Client({ endpoint: served.url, region, credentials: keysOfA, forcePathStyle: true, maxAttempts: 1 });
  expect((await errorOf(s3.send(new CreateBucketCommand({ Bucket: "landing" })))).code).toBe("SlowDown");
});

test("a client that knows only the machine's time, as the AWS CLI, signs in time on a clock that is fast", async () => {
  await using served = await serve("--accounts", accountsFile, "--like-aws", "--speed", "1000");
  let aheadMs = 0;
  while (aheadMs < 10 * 60_000) {
    const { now } = (await (await fetch(`${served.url}/_crosscheck/clock`)).json()) as { now: string };
    aheadMs = Date.parse(now) - Date.now();
  }
  const sts = new STSClient({ endpoint: served.url, region, credentials: keysOfA, maxAttempts: 1 });
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: "123456789012" });
});

describe("options that cannot be used", () => {
  async function refusal(...argv: readonly string[]) {
    const streams = capture();
    const exitCode = await runProgram(["serve", ...argv], streams);
    return { exitCode, stderr: streams.written().stderr };
  }

  test.each([
    [["--port", "none"], "crosscheck: --port must be a whole number from 0 to 65535, got `none`\n"],
    [["--port", "70000"], "crosscheck: --port must be a whole number from 0 to 65535, got `70000`\n"],
    [
      ["--iam-propagation", "soon"],
      "crosscheck: --iam-propagation must be a duration such as 4s or 500ms, got `soon`\n",
    ],
    [["--speed", "60"], "crosscheck: --speed goes with --like-aws, which is not given\n"],
    [["--throttle", "5"], "crosscheck: --throttle goes with --like-aws, which is not given\n"],
    [["--like-aws", "--speed", "0"], "crosscheck: --speed must be a whole number from 1 to 1000, got `0`\n"],
    [["--like-aws", "--throttle", "101"], "crosscheck: --throttle must be a whole number from 0 to 100, got `101`\n"],
    [
      ["--like-aws", "--virtual-clock"],
      "crosscheck: --like-aws runs on a clock that moves by itself: leave --virtual-clock out, or --like-aws\n",
    ],
    [
      ["--host", ""],
      "crosscheck: --host is empty: name an address, 127.0.0.1 unless others are to reach it, or leave it out\n",
    ],
    [["--control-token", " "], "crosscheck: --control-token is empty: give it a value, or leave it out\n"],
    [["--prot", "1"], "error: unknown option '--prot'\n(Did you mean --port?)\n"],
  ])("%j", async (argv, stderr) => {
    expect(await refusal(...argv)).toEqual({ exitCode: 2, stderr });
  });

  test("accounts with the same id", async () => {
    const file = join(folder, "twice.json");
    await writeFile(file, JSON.stringify([{ id: "123456789012" }, { id: "123456789012" }]));
    expect(await refusal("--accounts", file)).toEqual({
      exitCode: 2,
      stderr: "crosscheck: account 123456789012 is there already\n",
    });
  });

  test("a host that is no address", async () => {
    const { exitCode, stderr } = await refusal("--host", "no-address.invalid");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^crosscheck: --host no-address\.invalid is no address of this machine: .*\n$/);
  });

  test("a port that is taken", async () => {
    await using emulator = await startEmulator();
    expect(await refusal("--port", String(emulator.port))).toEqual({
      exitCode: 2,
      stderr: `crosscheck: listen EADDRINUSE: address already in use 127.0.0.1:${emulator.port}\n`,
    });
  });
});
