/** An endpoint that anybody may have started: here the embedded AWS, whose clock the harness moves. */
import { describe, expect, test } from "vitest";
import { startEmulator } from "../../../emulator/index.ts";
import { endpoint, measureControls, runScenario } from "../../../harness/index.ts";
import { scenarios } from "../../../scenarios/index.ts";

async function served() {
  const accounts = ["111111111111", "222222222222"].map((id) => ({ id, accessKeyId: id, secretAccessKey: "test" }));
  const emulator = await startEmulator({ accounts });
  const { clock } = emulator;
  return { emulator, time: { now: () => clock.now(), wait: (ms: number) => clock.advance(ms) } };
}

describe("an endpoint", () => {
  test("gives its accounts by access key ids of 12 digits, and tells what it can prove", async () => {
    const { emulator, time } = await served();
    await using _ended = emulator;
    await using target = endpoint(emulator.url, { patienceSeconds: 0, isEphemeral: true, time });
    const { controls } = await measureControls(target);
    const named = (kind: string) => controls.filter(({ finding }) => finding.kind === kind).map(({ name }) => name);
    expect(named("fails")).toEqual([]);
    expect(named("holds")).toEqual(expect.arrayContaining(["accounts-are-two", "bucket-policy-is-enforced"]));
    // Nobody waits for a delivery here.
    expect(named("not-measured")).toEqual([
      "delivery-is-authorized",
      "delivery-failures-are-told",
      "object-key-has-the-version",
      "stale-version-is-refused",
      "update-keeps-what-it-does-not-name",
    ]);
  });

  test("keeps scenarios apart by names of their own, and is left as it was", async () => {
    const { emulator, time } = await served();
    await using _ended = emulator;
    await using target = endpoint(emulator.url, { time });
    const quick = scenarios.filter(({ name }) => name === "ownership/writer-without-acl");
    const played = await Promise.all([...quick, ...quick].map((each) => runScenario(each, target)));
    expect(played.map(({ verdict }) => verdict)).toEqual([{ kind: "passed" }, { kind: "passed" }]);
    expect(played.flatMap(({ leftBehind }) => leftBehind)).toEqual([]);
  });

  test("that does not answer is told in one sentence", async () => {
    const target = endpoint("http://127.0.0.1:1");
    await expect(target.open()).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:1 does not answer as AWS does: connect ECONNREFUSED 127\.0\.0\.1:1$/,
    );
  });
});
