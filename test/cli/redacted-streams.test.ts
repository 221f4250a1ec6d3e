import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
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
    for (const mark of ["1", "two", "3", "four", "5"]) expect(redacted.told).toContain(mark);
    expect(times(redacted.told, "[redacted]")).toBeGreaterThanOrEqual(5);
  });
});
