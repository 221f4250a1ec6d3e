/** An endpoint that anybody may have started: here the embedded AWS, whose time is real then. */
import { describe, expect, test } from "vitest";
import { SystemClock, startEmulator } from "../../../emulator/index.ts";
import { endpoint, measureControls, runScenario } from "../../../harness/index.ts";
import { scenarios } from "../../../scenarios/index.ts";

async function served() {
  const clock = new SystemClock((error) => {
    throw error;
  });
  const accounts = ["111111111111", "222222222222"].map((id) => ({ id, accessKeyId: id, secretAccessKey: "test" }));
  return startEmulator({ clock, accounts });
}

describe("an endpoint", () => {
  test("gives its accounts by access key ids of 12 digits, and tells what it can prove", async () => {
    await using emulator = await served();
    // It goes when the test is over: what is still being created needs no waiting for.
    await using target = endpoint(emulator.url, { patienceSeconds: 0, isEphemeral: true });
    const { controls } = await measureControls(target);
    const named = (kind: string) => controls.filter(({ finding }) => finding.kind === kind).map(({ name }) => name);
    expect(named("fails")).toEqual([]);
    expect(named("holds")).toEqual(expect.arrayContaining(["accounts-are-two", "bucket-policy-is-enforced"]));
    // A delivery stream takes 10 s to become ACTIVE; nobody waits for it here.
    expect(named("not-measured")).toEqual([
      "delivery-is-authorized",
      "delivery-failures-are-told",
      "buffering-takes-time",
      "object-key-has-the-version",
      "stale-version-is-refused",
      "update-keeps-what-it-does-not-name",
    ]);
  });

  test("keeps scenarios apart by names of their own, and is left as it was", async () => {
    await using emulator = await served();
    await using target = endpoint(emulator.url);
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
