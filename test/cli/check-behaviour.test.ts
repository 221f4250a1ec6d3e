import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { capture } from "../support/streams.ts";

const corpus = join(import.meta.dirname, "../corpus");
const article = join(corpus, "article");

async function crosscheck(...argv: readonly string[]) {
  const streams = capture();
  return { exitCode: await runProgram(argv, streams), ...streams.written() };
}

/** A copy of the article's set-up to change. */
async function folder() {
  const path = await mkdtemp(join(tmpdir(), "crosscheck-check-"));
  await cp(article, path, { recursive: true });
  return {
    path,
    async edit(file: string, from: string, to: string) {
      const text = await readFile(join(path, file), "utf8");
      expect(text).toContain(from);
      await writeFile(join(path, file), text.replace(from, to));
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}

describe("crosscheck check --mutate", () => {
  test("says what each thing is for, and who would gain access", async () => {
    const { exitCode, stdout } = await crosscheck("check", article, "--mutate");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`load-bearing: without it the delivery does not work (18)
  A  remove statement 1 of the trust policy of role \`delivery\`
       AWS refuses firehose:CreateDeliveryStream: InvalidArgumentException: Firehose is unable to assume role arn:aws:iam::111111111111:role/delivery. Please check the role provided.
`);
    expect(stdout).toContain(`used: without it something is refused, and the delivery goes on (2)
  A  remove \`s3:AbortMultipartUpload\` from statement \`Deliver\` of policy \`deliver\` of role \`delivery\`
  B  remove \`s3:AbortMultipartUpload\` from statement \`DeliveryOfA\` of the policy of bucket \`b-landing\`
`);
    expect(
      stdout,
    ).toContain(`  B  let the principal be \`111111111111\` in statement \`DeliveryOfA\` of the policy of bucket \`b-landing\`
       an administrator of account A can read the object
`);
  });
});

describe("crosscheck check --baseline", () => {
  test("is content with what does the same in other words, and shows what does something else", async () => {
    await using policies = await folder();
    const baseline = join(policies.path, "approved.json");
    expect(await crosscheck("check", policies.path, "--baseline", baseline, "--update-baseline")).toMatchObject({
      exitCode: 0,
      stderr: "",
    });
    await policies.edit("bucket-policy.json", '"DeliveryOfA"', '"LetAccountADeliver"');
    const same = await crosscheck("check", policies.path, "--baseline", baseline);
    expect(same.exitCode).toBe(0);
    expect(same.stdout).toContain(`✓ it does what ${baseline} says`);

    await policies.edit(
      "crosscheck.json",
      '"name": "b-landing",',
      '"name": "b-landing", "objectOwnership": "ObjectWriter",',
    );
    const other = await crosscheck("check", policies.path, "--baseline", baseline);
    expect(other.exitCode).toBe(1);
    expect(other.stdout).toContain('-    "owner": "account B",\n+    "owner": "account A",\n');
  });

  test("accepts what was approved although it is broken", async () => {
    await using policies = await folder();
    await policies.edit("bucket-policy.json", '"s3:PutObject",', "");
    const baseline = join(policies.path, "approved.json");
    const options = ["check", policies.path, "--baseline", baseline];
    expect((await crosscheck(...options, "--update-baseline")).exitCode).toBe(0);
    expect((await crosscheck(...options)).exitCode).toBe(0);
    await policies.edit("bucket-policy.json", '"s3:ListBucket",', '"s3:ListBucket", "s3:PutObject",');
    expect((await crosscheck(...options)).exitCode).toBe(1);
  });

  test.each([
    ["{}", /approved\.json:1:1: is missing|approved\.json:1:1 \(format\): is missing|approved\.json:1:1.*missing/],
    ["{", /approved\.json:1:2: is not JSON/],
  ])("refuses %s as a baseline", async (text, message) => {
    await using policies = await folder();
    const baseline = join(policies.path, "approved.json");
    await writeFile(baseline, text);
    const { exitCode, stderr } = await crosscheck("check", policies.path, "--baseline", baseline);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  test("says how one is made where there is none", async () => {
    const { exitCode, stderr } = await crosscheck("check", article, "--baseline", "/tmp/no-such-baseline.json");
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr:
        "crosscheck: /tmp/no-such-baseline.json: cannot be read: it is not there; write it by --update-baseline first\n",
    });
  });
});

describe("crosscheck access", () => {
  test("lists who can reach what is delivered, and who cannot", async () => {
    const { exitCode, stdout } = await crosscheck("access", article);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`
an administrator of account B              · · ✓ ✓ ✓ ✓ · ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ · · · · · · · · · · · · ·
`);
    expect(stdout).toContain(`
reads the object (c):
  ✓ role delivery of account A
  ✓ an administrator of account B

`);
    expect(stdout).toContain("\nnot asked:\n  · what the own policies of principals say");
  });

  test("says why", async () => {
    const { stdout } = await crosscheck("access", article, "--why", "--bucket", "b-landing");
    expect(stdout).toContain(`  ✓ role delivery of account A
      s3:GetObject was allowed
        principal  arn:aws:sts::111111111111:assumed-role/delivery/session  account A (111111111111)
`);
    expect(stdout).toContain("  · anybody\n      AWS takes it from nobody who does not sign\n");
    expect(stdout).not.toMatch(/^ +fix /m);
  });

  test("answers where nothing is delivered, too", async () => {
    const { exitCode, stdout } = await crosscheck("access", join(corpus, "no-bucket-policy"));
    expect(exitCode).toBe(0);
    expect(stdout).toContain("\nreads the object (c):\n  ✓ an administrator of account B\n\n");
  });

  test("knows no other bucket", async () => {
    const { exitCode, stderr } = await crosscheck("access", article, "--bucket", "other");
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: "crosscheck: input: nothing in it delivers to bucket `other`; there are: `b-landing`\n",
    });
  });
});

test.each([
  [["check", article, "--live"], "--live reads accounts and takes no input"],
  [
    ["check", "--live"],
    "--live needs --profile-a and --delivery-stream, and --profile-b where the bucket is in another account",
  ],
  [["check", article, "--update-baseline"], "--update-baseline needs a file: --baseline FILE"],
])("%j is refused", async (argv, message) => {
  expect(await crosscheck(...argv)).toEqual({ exitCode: 2, stdout: "", stderr: `crosscheck: ${message}\n` });
});
