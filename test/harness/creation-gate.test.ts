import { expect, test } from "vitest";
import { VirtualClock } from "../../emulator/index.ts";
import { CreationGate } from "../../harness/creation-gate.ts";
import { TargetFailure } from "../../harness/target-failure.ts";

function gateOn(parallel = 4) {
  const clock = new VirtualClock(0);
  const gate = new CreationGate({ time: { now: () => clock.now(), wait: (ms) => clock.advance(ms) }, parallel });
  return { clock, gate };
}

const never = async () => {};

test("what fails is tried again with what is left of two and a half minutes", async () => {
  const { clock, gate } = gateOn();
  const given: number[] = [];
  const create = async (withinSeconds: number) => {
    given.push(withinSeconds);
    await clock.advance(100_000);
    throw new TargetFailure("it cannot");
  };
  await expect(gate.pass(create, never)).rejects.toThrow("it cannot");
  expect(given).toEqual([300, 50]);
  expect(clock.now()).toBe(200_000);
});

test("whoever waits when the target is given up gets its failure, and so does whoever comes later", async () => {
  const { gate } = gateOn();
  const calls: string[] = [];
  const failing = (name: string) => async () => {
    calls.push(name);
    throw new TargetFailure(`${name} failed`);
  };
  const both = await Promise.allSettled([gate.pass(failing("one"), never), gate.pass(failing("two"), never)]);
  await expect(gate.pass(failing("three"), never)).rejects.toThrow(/failed$/);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(calls).not.toContain("three");
});

test("several at a time that fail together are tried again one after the other", async () => {
  const { gate } = gateOn(2);
  await gate.pass(async () => {}, never);
  let running = 0;
  let most = 0;
  const attempts = new Map<string, number>();
  const flaky = (name: string) => async () => {
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running--;
    attempts.set(name, (attempts.get(name) ?? 0) + 1);
    if (attempts.get(name) === 1) throw new TargetFailure("busy");
    return most;
  };
  await Promise.all([gate.pass(flaky("one"), never), gate.pass(flaky("two"), never)]);
  expect(most).toBe(2);
  expect([...attempts.values()]).toEqual([2, 2]);
});

test("an error of the caller's own is not tried again", async () => {
  const { gate } = gateOn();
  let calls = 0;
  const create = async () => {
    calls++;
    throw new Error("no such role");
  };
  await expect(gate.pass(create, never)).rejects.toThrow("no such role");
  expect(calls).toBe(1);
});
