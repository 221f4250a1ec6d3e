import { describe, expect, test } from "vitest";
import { notYet, poll } from "../../harness/poll.ts";
import type { Wait } from "../../harness/result.ts";
import { fakeContext } from "./fake-context.ts";

describe("waiting", () => {
  test("answers what it sees at the first look without waiting", async () => {
    const context = fakeContext();
    const seen = await poll(context, { awaited: "a pen", withinSeconds: 10, look: async () => "pen" });
    expect(seen).toBe("pen");
    expect(context.waits).toEqual([]);
  });

  test("looks again at widening intervals of the target's time", async () => {
    const context = fakeContext();
    let looks = 0;
    await poll(context, {
      awaited: "a pen",
      withinSeconds: 600,
      look: async () => (++looks < 10 ? notYet("no pen") : "pen"),
    });
    expect(context.waits).toEqual([1000, 1500, 2250, 3375, 5062.5, 7593.75, 11390.625, 15000, 15000]);
  });

  test("keeps to an interval that is asked for", async () => {
    const context = fakeContext();
    let looks = 0;
    const look = async () => (++looks < 4 ? notYet("no pen") : "pen");
    await poll(context, { awaited: "a pen", withinSeconds: 600, everySeconds: 30, look });
    expect(context.waits).toEqual([30_000, 30_000, 30_000]);
  });

  test("looks a last time at the deadline", async () => {
    const context = fakeContext();
    const look = async () => (context.sandbox.time.now() === 4_000 ? "pen" : notYet("no pen"));
    expect(await poll(context, { awaited: "a pen", withinSeconds: 4, look })).toBe("pen");
    expect(context.waits).toEqual([1000, 1500, 1500]);
  });

  test("a timeout says what was awaited, for how long, the last thing seen and the explanation", async () => {
    const context = fakeContext();
    let looks = 0;
    const failure = poll(context, {
      awaited: "a pen",
      withinSeconds: 4,
      look: async () => notYet(`${++looks} pencils`),
      explain: async () => ["the pens are denied"],
    });
    await expect(failure).rejects.toThrow(
      "timed out after 4 s waiting for a pen\nlast seen: 4 pencils (4 looks)\nthe pens are denied",
    );
  });

  test("an error ends the waiting at once", async () => {
    const context = fakeContext();
    const failure = poll(context, {
      awaited: "a pen",
      withinSeconds: 600,
      look: async () => {
        throw new TypeError("the shop is closed");
      },
    });
    await expect(failure).rejects.toThrow(new TypeError("the shop is closed"));
    expect(context.waits).toEqual([]);
  });

  test("does not look before it can be there, nor after the deadline", async () => {
    const context = fakeContext();
    const seenAt: number[] = [];
    const look = async () => {
      seenAt.push(context.sandbox.time.now());
      return notYet("no pen");
    };
    const failure = poll(context, { awaited: "a pen", withinSeconds: 62, notBeforeMs: 60_000, look });
    await expect(failure).rejects.toThrow("timed out after 62 s waiting for a pen\nlast seen: no pen (3 looks)");
    expect(seenAt).toEqual([60_000, 61_000, 62_000]);
  });

  test("looks at the deadline where it cannot be there before", async () => {
    const context = fakeContext();
    const failure = poll(context, {
      awaited: "a pen",
      withinSeconds: 10,
      notBeforeMs: 60_000,
      look: async () => notYet("no pen"),
    });
    await expect(failure).rejects.toThrow("timed out after 10 s waiting for a pen\nlast seen: no pen (1 look)");
    expect(context.waits).toEqual([10_000]);
  });

  test("looks at once where it can be there already", async () => {
    const context = fakeContext(60_000);
    await poll(context, { awaited: "a pen", withinSeconds: 10, notBeforeMs: 59_000, look: async () => "pen" });
    expect(context.waits).toEqual([]);
  });

  test("waits longer by chance, never shorter", async () => {
    const context = fakeContext();
    const chances = [0, 0.5, 0.999];
    const waiting = { ...context, sandbox: { ...context.sandbox, random: () => chances.shift() ?? 0 } };
    let looks = 0;
    await poll(waiting, {
      awaited: "a pen",
      withinSeconds: 600,
      look: async () => (++looks < 5 ? notYet("no pen") : "pen"),
    });
    expect(context.waits).toEqual([1_000, 1_500 * 1.25, 2_250 * 1.4995, 3_375]);
  });

  test("tells how it stands before each wait, with an error that is asked for at most every 30 s", async () => {
    const context = fakeContext(1_000);
    const told: Wait[] = [];
    const recorder = { waiting: (wait: Wait) => told.push(wait) };
    let asked = 0;
    let looks = 0;
    await poll(
      { ...context, recorder },
      {
        awaited: "a pen",
        withinSeconds: 600,
        everySeconds: 20,
        notBeforeMs: 61_000,
        look: async () => (++looks < 4 ? notYet(`${looks} pencils`) : "pen"),
        lastError: async () => `error ${++asked}`,
      },
    );
    const common = { awaited: "a pen", deadlineMs: 600_000, expectedMs: 60_000 };
    expect(told).toEqual([
      { ...common, elapsedMs: 0 },
      { ...common, elapsedMs: 60_000, lastSeen: "1 pencils", lastError: "error 1" },
      { ...common, elapsedMs: 80_000, lastSeen: "2 pencils", lastError: "error 1" },
      { ...common, elapsedMs: 100_000, lastSeen: "3 pencils", lastError: "error 2" },
    ]);
  });

  test("goes on where the errors cannot be had", async () => {
    const context = fakeContext();
    let looks = 0;
    const seen = await poll(context, {
      awaited: "a pen",
      withinSeconds: 600,
      look: async () => (++looks < 2 ? notYet("no pen") : "pen"),
      lastError: () => Promise.reject(new Error("no log")),
    });
    expect(seen).toBe("pen");
  });
});
