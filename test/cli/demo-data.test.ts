import { expect, test } from "vitest";
import { runProgram } from "../../cli/program.ts";

async function crosscheck(...argv: readonly string[]) {
  const written = { stdout: "", stderr: "" };
  const into = (stream: "stdout" | "stderr") => (text: string) => {
    written[stream] += text;
    return true;
  };
  const exitCode = await runProgram(argv, {
    stdout: { write: into("stdout"), isTTY: false, columns: 80 } as never,
    stderr: { write: into("stderr") } as never,
  });
  return { exitCode, ...written };
}

test("writes as many stock tickers as it is told, one a line, the same for the same seed", async () => {
  const args = ["demo-data", "--count", "3", "--rate", "1000", "--seed", "7"];
  const first = await crosscheck(...args);
  expect(first).toMatchObject({ exitCode: 0, stderr: "" });
  const lines = first.stdout.trimEnd().split("\n");
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    expect(Object.keys(JSON.parse(line))).toEqual(["TICKER_SYMBOL", "SECTOR", "CHANGE", "PRICE"]);
  }
  expect(await crosscheck(...args)).toEqual(first);
  expect((await crosscheck(...args.slice(0, -1), "8")).stdout).not.toBe(first.stdout);
});

test("writes Monitron's events of the account that it is told", async () => {
  const { stdout } = await crosscheck(
    "demo-data",
    "monitron",
    "--count",
    "2",
    "--rate",
    "1000",
    "--account",
    "222222222222",
  );
  const [event] = stdout.trimEnd().split("\n");
  expect(JSON.parse(event ?? "")).toMatchObject({ version: "2.0", accountId: "222222222222" });
});

test.each([
  [
    ["demo-data", "weather"],
    "crosscheck: there is no demo data of the kind `weather`; there are `stock-ticker` and `monitron`\n",
  ],
  [["demo-data", "--count", "0"], "crosscheck: --count takes a whole number above 0, not `0`\n"],
  [["demo-data", "--rate", "fast"], "crosscheck: --rate takes a whole number above 0, not `fast`\n"],
])("refuses %j", async (argv, stderr) => {
  expect(await crosscheck(...argv)).toEqual({ exitCode: 2, stdout: "", stderr });
});
