import { afterAll, beforeAll, expect, test } from "vitest";
import { clockControl } from "../../cli/clock-control.ts";
import { type Emulator, startEmulator, VirtualClock } from "../../emulator/index.ts";
import { openRaw, statusesIn } from "../support/raw.ts";

const clock = new VirtualClock(Date.parse("2026-11-24T09:00:00Z"));
let emulator: Emulator;
let url: string;
beforeAll(async () => {
  emulator = await startEmulator({ clock, beside: clockControl(clock, { host: "127.0.0.1" }) });
  url = `${emulator.url}/_crosscheck/clock`;
});
afterAll(() => emulator.close());

const ending = "content-length: 0\r\nconnection: close\r\n\r\n";

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

test("refuses web pages, and whoever calls the server by a name that it does not know", async () => {
  const before = clock.now();
  const ask = async (headers: Readonly<Record<string, string>>) => {
    await using connection = await openRaw(emulator);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    connection.write(`POST /_crosscheck/clock?advance=60s HTTP/1.1\r\n${lines.join("")}${ending}`);
    return statusesIn(await connection.end());
  };
  expect(await ask({ host: `127.0.0.1:${emulator.port}`, origin: "http://page.example" })).toEqual([403]);
  expect(await ask({ host: "page.example" })).toEqual([403]);
  expect(clock.now()).toBe(before);
  expect(await ask({ host: `localhost:${emulator.port}` })).toEqual([200]);
  expect(clock.now()).toBe(before + 60_000);
});

test.each([
  "/b/../_crosscheck/clock",
  "//b/_crosscheck/clock",
  "/b/%2e%2e/_crosscheck/clock",
  "/_crosscheck/clock/",
  "//",
])("takes %s for no path of its own", async (path) => {
  const before = clock.now();
  await using connection = await openRaw(emulator);
  connection.write(`POST ${path}?advance=1s HTTP/1.1\r\nhost: localhost\r\n${ending}`);
  expect(statusesIn(await connection.end())).not.toEqual([200]);
  expect(clock.now()).toBe(before);
});

test("leaves a key of that name to the bucket that the host names", async () => {
  await using connection = await openRaw(emulator);
  connection.write(`GET /_crosscheck/clock HTTP/1.1\r\nhost: landing.s3.us-east-1.amazonaws.com\r\n${ending}`);
  expect(await connection.end()).toContain("<Code>NoSuchBucket</Code>");
});

test("asks for the token where there is one, whatever the name", async () => {
  const own = new VirtualClock(0);
  const beside = clockControl(own, { host: "0.0.0.0", token: "let-it-pass" });
  await using guarded = await startEmulator({ clock: own, beside });
  const ask = (authorization: string) =>
    fetch(`${guarded.url}/_crosscheck/clock?advance=1s`, { method: "POST", headers: { authorization } });
  expect((await ask("Bearer let-it-pas")).status).toBe(401);
  expect((await ask("")).status).toBe(401);
  expect((await ask("Bearer let-it-pass")).status).toBe(200);
});

test("leaves every other path to AWS", async () => {
  const answer = await fetch(`${emulator.url}/_crosscheck/other`, { method: "POST" });
  expect(answer.headers.get("content-type")).toBe("application/xml");
});
