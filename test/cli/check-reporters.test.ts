import { cp, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Log } from "sarif";
import { afterEach, describe, expect, test, vi } from "vitest";
import { runProgram } from "../../cli/program.ts";
import { corpusFolder } from "../support/corpus.ts";
import { capture } from "../support/streams.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** As a user in the repository names it. */
const folder = (name: string) => relative(process.cwd(), join(corpusFolder, name));

async function check(...words: readonly string[]) {
  const streams = capture();
  return { exitCode: await runProgram(["check", ...words], streams), ...streams.written() };
}

async function sarifOf(...words: readonly string[]) {
  const { stdout, exitCode } = await check(...words, "--reporter", "sarif");
  const log = JSON.parse(stdout) as Log;
  return { exitCode, log, results: log.runs[0]?.results ?? [] };
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("check --reporter sarif", () => {
  test("has no result where it works", async () => {
    const { exitCode, log, results } = await sarifOf(folder("article"));
    expect(exitCode).toBe(0);
    expect(log.version).toBe("2.1.0");
    expect(log.runs[0]?.tool.driver.rules?.map(({ id }) => id)).toContain("delivery-denied");
    expect(results).toEqual([]);
  });

  test("has what is denied at the statement that denies it, with the repair", async () => {
    const { exitCode, results } = await sarifOf(folder("acl-condition-that-firehose-misses"));
    expect(exitCode).toBe(1);
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      ruleId: "delivery-denied",
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: {
              uri: "test/corpus/acl-condition-that-firehose-misses/bucket-policy.json",
              uriBaseId: "%SRCROOT%",
            },
            region: { startLine: 19, startColumn: 5 },
          },
          logicalLocations: [{ fullyQualifiedName: "Statement[1]" }],
        },
      ],
    });
    expect(results[0]?.message.text).toContain(
      "nothing arrives: s3:PutObject is denied (S3.AccessDenied)\nstatement `KeepItPrivate` of policy `bucket policy` denies it\n",
    );
    expect(results[0]?.message.text).toContain(
      "what repairs it: except `arn:aws:iam::111111111111:role/delivery` from",
    );
    expect(results[0]?.message.text).toContain(
      '"ArnNotEquals": { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/delivery" }',
    );
  });

  test("has what the verdict rests on as warnings", async () => {
    const { exitCode, results } = await sarifOf(folder("unknown-managed-policy"));
    expect(exitCode).toBe(0);
    expect(results.map(({ ruleId, level, message }) => [ruleId, level, message.text])).toEqual([
      [
        "not-checked",
        "warning",
        "the verdict depends on policy `arn:aws:iam::111111111111:policy/deliver-more` of role `delivery`: its document is not in the input; give its document, as a managed policy of the input",
      ],
    ]);
  });

  test("has what is in excess and what would give access as notes, where that was asked", async () => {
    using copy = temporaryFolder();
    await cp(join(corpusFolder, "article"), copy.path, { recursive: true });
    const file = join(copy.path, "role-policy.json");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace('"s3:PutObjectAcl"', '"s3:PutObjectAcl", "s3:DeleteObject"'));
    expect((await sarifOf(copy.path)).results).toEqual([]);
    const { results: all } = await sarifOf(copy.path, "--mutate");
    const results = all.filter(({ ruleId }) => ruleId === "excess-permission");
    const others = all.filter(({ ruleId }) => ruleId !== "excess-permission");
    expect(others.length).toBeGreaterThan(2);
    for (const each of others) expect(each).toMatchObject({ ruleId: "grants-access", level: "note" });
    expect(results.map(({ ruleId, level, message }) => [ruleId, level, message.text])).toEqual([
      [
        "excess-permission",
        "note",
        "nothing uses it: remove `s3:DeleteObject` from statement `Deliver` of policy `deliver` of role `delivery`",
      ],
    ]);
    expect(results[0]?.locations?.[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: pathToFileURL(file).href },
      region: { startLine: 4, startColumn: 5 },
    });
  });
});

describe("check --reporter junit", () => {
  test("fails the test of the delivery with the whole text, and skips it where nothing can be said", async () => {
    using files = temporaryFolder();
    const file = join(files.path, "junit.xml");
    await check(folder("no-bucket-policy"), "--reporter", `junit=${file}`);
    const broken = await readFile(file, "utf8");
    expect(broken).toContain('tests="1" failures="1" errors="0" skipped="0"');
    expect(broken).toContain('message="nothing arrives: s3:GetBucketLocation is denied (S3.AccessDenied)"');
    expect(broken).toContain("Repair, in 3 steps, tried and seen to work:");
    await check(folder("unknown-condition-key"), "--reporter", `junit=${file}`);
    expect(await readFile(file, "utf8")).toContain('tests="1" failures="0" errors="0" skipped="1"');
    await check(folder("article"), "--reporter", `junit=${file}`);
    expect(await readFile(file, "utf8")).toContain('tests="1" failures="0" errors="0" skipped="0"');
  });
});

describe("check --reporter github", () => {
  test("annotates the line, and says the rest in the summary of the job", async () => {
    using files = temporaryFolder();
    const file = join(files.path, "summary.md");
    const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    vi.stubEnv("GITHUB_STEP_SUMMARY", file);
    await writeFile(file, "");
    const { exitCode } = await check(
      folder("role-policy-without-put-object"),
      "--reporter",
      "text",
      "--reporter",
      "github",
    );
    expect(exitCode).toBe(1);
    const annotations = written.mock.calls.map(([text]) => String(text)).filter((text) => text.startsWith("::"));
    expect(annotations).toHaveLength(1);
    expect(annotations[0]).toMatch(
      /^::error title=broken%3A deliver,file=test\/corpus\/role-policy-without-put-object\/role-policy\.json,line=4,col=5::nothing arrives: s3:PutObject is denied/,
    );
    expect(await readFile(file, "utf8")).toMatch(/^## ✗ broken: nothing arrives/);
  });
});

test("standard output has nothing beside what was asked for, with a report as well", async () => {
  using files = temporaryFolder();
  const { stdout } = await check(folder("article"), "--reporter", "json", "--report", join(files.path, "report"));
  expect(JSON.parse(stdout)).toMatchObject({ format: "firehose-crosscheck/check/1", verdict: "works" });
});

test("access --reporter json, csv and sarif write the answer as data, and a kind that there is not is refused", async () => {
  const streams = capture();
  expect(await runProgram(["access", folder("article"), "--reporter", "json"], streams)).toBe(0);
  expect(JSON.parse(streams.written().stdout)).toMatchObject({ format: "firehose-crosscheck/access/2" });
  const table = capture();
  expect(await runProgram(["access", folder("article"), "--reporter", "csv"], table)).toBe(0);
  const [head, ...rows] = table.written().stdout.split("\r\n");
  expect(head).toBe('"who","side","part of the flow","what","answer","how","why","source"');
  expect(rows.filter((row) => row.startsWith('"anybody","public","no",') && !row.includes('"denied"'))).toEqual([]);
  const log = capture();
  expect(await runProgram(["access", folder("bucket-policy-for-account-a"), "--reporter", "sarif"], log)).toBe(0);
  const { runs } = JSON.parse(log.written().stdout) as Log;
  const reads = runs[0]?.results?.find(({ message }) => message.text?.includes("reads the object"));
  expect(reads).toMatchObject({
    ruleId: "access-at-home",
    level: "note",
    message: { text: expect.stringContaining("an administrator of account A reads the object") },
    locations: [{ physicalLocation: { artifactLocation: { uri: expect.stringMatching(/bucket-policy\.json$/) } } }],
  });
  const refused = capture();
  expect(await runProgram(["access", folder("article"), "--reporter", "junit"], refused)).toBe(2);
  expect(refused.written().stderr).toBe("crosscheck: unknown reporter `junit`: there are: text, json, csv, sarif\n");
});
