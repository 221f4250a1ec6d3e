import { describe, expect, test } from "vitest";
import { notYet, poll } from "../../harness/poll.ts";
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
      "waited 4 s for a pen, in vain\nlast seen: 4 pencils (4 looks)\nthe pens are denied",
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
});
