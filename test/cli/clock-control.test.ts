import { afterAll, beforeAll, expect, test } from "vitest";
import { clockControl } from "../../cli/clock-control.ts";
import { type Emulator, startEmulator, VirtualClock } from "../../emulator/index.ts";

const clock = new VirtualClock(Date.parse("2026-11-24T09:00:00Z"));
let emulator: Emulator;
let url: string;
beforeAll(async () => {
  emulator = await startEmulator({ clock, beside: clockControl(clock) });
  url = `${emulator.url}/_crosscheck/clock`;
});
afterAll(() => emulator.close());

test("tells the time, and moves it on by what is asked", async () => {
  expect(await (await fetch(url)).json()).toEqual({ now: "2026-11-24T09:00:00.000Z" });
  const moved = await fetch(`${url}?advance=300s`, { method: "POST" });
  expect(await moved.json()).toEqual({ now: "2026-11-24T09:05:00.000Z" });
  expect(await (await fetch(url)).json()).toEqual({ now: "2026-11-24T09:05:00.000Z" });
});

test.each([
  ["1500ms", 1_500],
  ["5m", 300_000],
  ["24h", 86_400_000],
  ["1d", 86_400_000],
])("takes %s", async (advance, ms) => {
  const before = clock.now();
  await fetch(`${url}?advance=${advance}`, { method: "POST" });
  expect(clock.now() - before).toBe(ms);
});

test("answers when everything that was due has happened", async () => {
  const order: string[] = [];
  clock.schedule(clock.now() + 60_000, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    order.push("task");
  });
  await fetch(`${url}?advance=60s`, { method: "POST" });
  order.push("answer");
  expect(order).toEqual(["task", "answer"]);
});

test.each(["5", "-5s", "5 s", "soon", ""])("is not moved by `%s`", async (advance) => {
  const before = clock.now();
  const answer = await fetch(`${url}?advance=${encodeURIComponent(advance)}`, { method: "POST" });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    error: `advance=${advance} is not a duration such as 300s, 5m, 24h or 1500ms`,
  });
  expect(clock.now()).toBe(before);
});

test("is not moved further than any retention", async () => {
  const answer = await fetch(`${url}?advance=401d`, { method: "POST" });
  expect({ status: answer.status, body: await answer.json() }).toEqual({
    status: 400,
    body: { error: "advance=401d is more than 400 days" },
  });
});

test("refuses other methods", async () => {
  const answer = await fetch(url, { method: "PUT" });
  expect({ status: answer.status, body: await answer.json() }).toEqual({
    status: 405,
    body: { error: "PUT is neither GET nor POST" },
  });
});

test("leaves every other path to AWS", async () => {
  const answer = await fetch(`${emulator.url}/_crosscheck/other`, { method: "POST" });
  expect(answer.headers.get("content-type")).toBe("application/xml");
});
