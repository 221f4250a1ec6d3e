import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Configuration } from "../../check/configuration.ts";
import { createDeliveryStream } from "../../check/replay/delivery.ts";
import { openStage, type Stage } from "../../check/replay/stage.ts";
import { playedAsIs } from "../../check/unknown/world.ts";
import { runProgram } from "../../cli/program.ts";
import { SystemClock } from "../../emulator/index.ts";
import { accountA, accountB, article } from "../check/article.ts";
import { corpusFolder } from "../support/corpus.ts";
import { readConfiguration } from "../support/read-configuration.ts";
import { capture } from "../support/streams.ts";

afterEach(() => vi.unstubAllEnvs());

async function crosscheck(...argv: readonly string[]) {
  const streams = capture();
  return { exitCode: await runProgram(argv, streams), ...streams.written() };
}

/** Two accounts that have the configuration, and profiles `a` and `b` of users who may only read. */
async function liveAccounts(configuration: Configuration) {
  const stage = await openStage(playedAsIs(configuration));
  await createDeliveryStream(stage, configuration);
  // The SDK signs by the machine's clock, as it does for AWS.
  await stage.aws.clock.advance(Math.max(0, new SystemClock(() => {}).now() - stage.aws.clock.now()));
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-live-"));
  const isOne = configuration.accountA.id === configuration.accountB.id;
  const keys = { a: await readerIn(stage, accountA), ...(!isOne && { b: await readerIn(stage, accountB) }) };
  const profiles = Object.entries(keys).map(
    ([name, { id, secret }]) => `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
  );
  await writeFile(join(folder, "credentials"), profiles.join("\n"));
  await writeFile(join(folder, "config"), "");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
  vi.stubEnv("AWS_ENDPOINT_URL", (stage.aws as unknown as { readonly url: string }).url);
  return {
    folder,
    async [Symbol.asyncDispose]() {
      await stage[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

async function readerIn({ handsOf }: Stage, accountId: string) {
  const hands = handsOf(accountId);
  const Statement = {
    Effect: "Allow",
    Action: ["*:Describe*", "*:Get*", "*:List*"].flatMap(inEachService),
    Resource: "*",
  };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await hands.send("iam", new CreateUserCommand({ UserName: "reader" }));
  await hands.send("iam", new PutUserPolicyCommand({ UserName: "reader", PolicyName: "read", PolicyDocument }));
  const { AccessKey: key } = await hands.send("iam", new CreateAccessKeyCommand({ UserName: "reader" }));
  return { id: key?.AccessKeyId ?? "", secret: key?.SecretAccessKey ?? "" };
}

function inEachService(pattern: string): readonly string[] {
  return ["firehose", "kinesis", "iam", "s3", "kms", "logs"].map((service) => pattern.replace("*", service));
}

const live = ["check", "--live", "--profile-a", "a", "--profile-b", "b", "--delivery-stream", "deliver"];

describe("crosscheck check --live", () => {
  test("reads two accounts by their profiles, and keeps a snapshot that is checked again without them", async () => {
    await using accounts = await liveAccounts(article());
    const snapshot = join(accounts.folder, "snapshot.json");
    const read = await crosscheck(...live, "--snapshot", snapshot);
    expect({ exitCode: read.exitCode, stderr: read.stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(read.stdout).toContain("✓ works: the record arrives, account B owns the object and account B can read it\n");
    expect(read.stdout).toContain("· service and resource control policies above account A: ");
    vi.unstubAllEnvs();
    expect((await crosscheck("check", snapshot)).stdout.replaceAll(/\S*deliver-1-\S+/g, "KEY")).toBe(
      read.stdout.replaceAll(/\S*deliver-1-\S+/g, "KEY"),
    );
    expect(await readFile(snapshot, "utf8")).not.toContain("secret");
  });

  test("finds what is missing there, with the statement to add", async () => {
    await using _accounts = await liveAccounts(article({ bucket: [] }));
    const { exitCode, stdout } = await crosscheck(...live);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("✗ broken: nothing arrives: s3:GetBucketLocation is denied (S3.AccessDenied)\n");
    expect(stdout).toContain("live account B (arn:aws:s3:::landing-b)");
  });

  test.each([
    ["lets the backup in", "backup-to-another-bucket", 0],
    ["denies it", "backup-to-another-bucket-denied", 1],
  ])("reads the backup's own bucket, too, whose policy %s", async (_what, entry, exitCode) => {
    await using _accounts = await liveAccounts(await readConfiguration([join(corpusFolder, entry)]));
    const read = await crosscheck(...live);
    expect({ exitCode: read.exitCode, stderr: read.stderr }).toEqual({ exitCode, stderr: "" });
    expect(read.stdout).not.toContain("b-source` is described nowhere");
    const [fromFiles] = (await crosscheck("check", join(corpusFolder, entry))).stdout.split("\n");
    expect(read.stdout.split("\n")[0]).toBe(fromFiles);
  });

  test("reads one account where all is in it", async () => {
    const { accountA: a, ...both } = article({ bucket: [] });
    await using _accounts = await liveAccounts({ ...both, accountA: a, accountB: a });
    const one = live.filter((word) => word !== "--profile-b" && word !== "b");
    const { exitCode, stdout } = await crosscheck(...one);
    expect(stdout).toContain("✓ works: the record arrives, its account owns the object and can read it\n");
    expect(exitCode).toBe(0);
  });

  test("says which profile cannot be used", async () => {
    await using _accounts = await liveAccounts(article());
    const { exitCode, stderr } = await crosscheck(...live.map((word) => (word === "b" ? "other" : word)));
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^crosscheck: account B cannot be read by profile `other`: .+\n$/);
  });

  test("says where there is no such delivery stream", async () => {
    await using _accounts = await liveAccounts(article());
    const { exitCode, stderr } = await crosscheck(...live.slice(0, -1), "other");
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr:
        "crosscheck: live account A (delivery stream other): there is none in account 111111111111, region us-east-1; is it another name, or another region?\n",
    });
  });
});
