import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { redactedStreams } from "../../cli/redacted-streams.ts";
import { learnCredentials } from "../../harness/redaction/known-secrets.ts";
import { capture } from "../support/streams.ts";

const root = join(import.meta.dirname, "..", "..");
const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYtheStreams";

describe("redacted streams", () => {
  learnCredentials({ accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: secret });

  test("take secrets out of texts and of bytes, and leave all else as it is", () => {
    const streams = capture();
    const { stdout, stderr } = redactedStreams(streams);
    stdout.write(`one ${secret}\n`);
    stdout.write(Buffer.from(`two ${secret}\n`));
    stdout.write("three ✓\n");
    stderr.write(`four ${secret}\n`);
    expect(streams.written()).toEqual({
      stdout: "one [redacted]\ntwo [redacted]\nthree ✓\n",
      stderr: "four [redacted]\n",
    });
  });

  test("have the width of the stream as it is at the time", () => {
    const streams = { stdout: { write: () => true, isTTY: true, columns: 80 }, stderr: { write: () => true } };
    const { stdout } = redactedStreams(streams);
    streams.stdout.columns = 120;
    expect({ columns: stdout.columns, isTTY: stdout.isTTY }).toEqual({ columns: 120, isTTY: true });
  });
});

/** Streams that keep what is written to both in one list; `takesMore` is what their writes answer. */
function recorded(takesMore = true) {
  const told: string[] = [];
  const stream = (name: string) => ({
    ...{ isTTY: false, columns: 80, writableNeedDrain: !takesMore },
    write: (chunk: string | Uint8Array, ...more: readonly unknown[]) => {
      told.push(`${name}: ${chunk}`);
      for (const each of more) if (typeof each === "function") each();
      return takesMore;
    },
  });
  return { told, ...redactedStreams({ stdout: stream("out"), stderr: stream("err") }) };
}

describe("a secret in several writes", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ["a beginning of 8 characters and the rest", [8]],
    ["a long beginning and the rest", [22]],
    ["three parts", [10, 20]],
    ["all but the last character", [39]],
  ])("is taken out in %s", (_what, cuts) => {
    const { told, stdout, flush } = recorded();
    const places = [0, ...cuts, secret.length];
    stdout.write("it is ");
    for (const [at, from] of places.slice(0, -1).entries()) stdout.write(secret.slice(from, places[at + 1]));
    stdout.write(" here\n");
    flush();
    expect(told.join("").replaceAll("out: ", "")).toBe("it is [redacted] here\n");
  });

  test("is taken out of lines that it is broken into", () => {
    const { told, stdout, flush } = recorded();
    for (const line of secret.match(/.{10}/g) ?? []) stdout.write(`${line}\n`);
    stdout.write("done\n");
    flush();
    expect(told.join("").replaceAll("out: ", "")).toBe("[redacted]\ndone\n");
  });

  test("gets out with no more than its first characters when each is written alone", () => {
    const { told, stdout, flush } = recorded();
    for (const character of secret) stdout.write(character);
    stdout.write(".\n");
    flush();
    expect(told.join("").replaceAll("out: ", "")).toBe(`${secret.slice(0, 5)}[redacted].\n`);
  });

  test("is taken out of its second part where the first was written as its time was over", () => {
    const { told, stdout } = recorded();
    stdout.write(secret.slice(0, 9));
    expect(told).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(told).toEqual([`out: ${secret.slice(0, 9)}`]);
    stdout.write(`${secret.slice(9, 21)}!\n`);
    expect(told.slice(1)).toEqual(["out: [redacted]!\n"]);
  });
});

describe("redacted streams hold what ends within a secret", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("and nothing else: questions, lines and whole secrets are written at once", () => {
    const { told, stdout } = recorded();
    for (const text of ["Go on? ", "one\ntwo", Buffer.from("bytes \u2713"), `${secret}\n`]) stdout.write(text);
    expect(told).toEqual(["out: Go on? ", "out: one\ntwo", "out: bytes \u2713", "out: [redacted]\n"]);
  });

  test("until the other stream is written to, so that all stays in order", () => {
    const { told, stdout, stderr, unredacted } = recorded();
    stdout.write(`one ${secret.slice(0, 9)}`);
    stderr.write(`two ${secret.slice(0, 8)}`);
    stdout.write("three");
    stderr.write(`four ${secret.slice(0, 7)}`);
    unredacted.stdout.write(`five ${secret}`);
    expect(told).toEqual([
      ...[`out: one ${secret.slice(0, 9)}`, `err: two ${secret.slice(0, 8)}`, "out: three"],
      ...[`err: four ${secret.slice(0, 7)}`, `out: five ${secret}`],
    ]);
  });

  test("and call every callback once it is written", () => {
    const { told, stdout } = recorded();
    const called: string[] = [];
    stdout.write(secret.slice(0, 20), () => called.push("first"));
    expect(called).toEqual([]);
    stdout.write(secret.slice(20), "utf8", () => called.push("second"));
    vi.advanceTimersByTime(100);
    expect({ told, called }).toEqual({ told: ["out: [redacted]"], called: ["first", "second"] });
  });

  test("and tell as the stream does whether it takes more", () => {
    for (const takesMore of [true, false]) {
      const { stdout, flush } = recorded(takesMore);
      expect(stdout.write("a line\n")).toBe(takesMore);
      expect(stdout.write(secret.slice(0, 9))).toBe(takesMore);
      expect(stdout.write(secret.slice(9))).toBe(takesMore);
      flush();
    }
  });
});

/** A program that prints a secret in every way that Node has, with the process' output redacted or not. */
async function printed(end: string, isRedacted: boolean) {
  const program = `
    import { redactProcess } from ${JSON.stringify(join(root, "cli/redacted-streams.ts"))};
    import { learnFromEnvironment } from ${JSON.stringify(join(root, "harness/redaction/known-secrets.ts"))};
    const secret = process.env.AWS_SECRET_ACCESS_KEY;
    learnFromEnvironment(process.env);
    ${isRedacted ? "redactProcess();" : ""}
    console.log("1", secret);
    console.error({ two: secret });
    process.stdout.write(Buffer.from("3 " + secret + "\\n"));
    console.table([{ four: secret }]);
    process.emitWarning("5 " + secret);
    process.stdout.write("8 " + secret.slice(0, 7)); process.stdout.write(secret.slice(7) + "\\n");
    setTimeout(() => { ${end} }, 10);
  `;
  const options = { env: { AWS_SECRET_ACCESS_KEY: secret } };
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], options);
  const ended: { readonly code?: number; readonly stdout: string; readonly stderr: string } = await run.catch(
    (error) => error,
  );
  return { code: ended.code ?? 0, told: `${ended.stdout}${ended.stderr}` };
}

describe("a process whose output is redacted", () => {
  test.each([
    ["nothing", "", 0],
    ["an error that nobody catches", 'throw new Error("6 " + secret, { cause: new Error("7 " + secret) })', 1],
    ["a rejection that nobody handles", 'Promise.reject(new Error("6 " + secret))', 1],
  ])("prints no secret where it ends with %s; one that is not does", async (_what, end, code) => {
    const [redacted, plain] = await Promise.all([printed(end, true), printed(end, false)]);
    const times = (text: string, what: string) => text.split(what).length - 1;
    expect({ code: redacted.code, secrets: times(redacted.told, secret) }).toEqual({ code, secrets: 0 });
    expect(plain.code).toBe(code);
    expect(times(plain.told, secret)).toBeGreaterThanOrEqual(5);
    for (const mark of ["1", "two", "3", "four", "5", "8"]) expect(redacted.told).toContain(mark);
    expect(times(redacted.told, "[redacted]")).toBeGreaterThanOrEqual(5);
  });
});

test("a process whose output is redacted ends with what it has written last", async () => {
  const end = `process.stdout.write("the end " + secret.slice(0, 9)); process.exit(0);`;
  const { told } = await printed(end, true);
  expect(told).toContain(`the end ${secret.slice(0, 9)}`);
});
