import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hostMsOf, ScaledClock, SystemClock, scaledMs, VirtualClock } from "../../../emulator/model/clock.ts";

describe("the virtual clock", () => {
  test("stands still until it is advanced", async () => {
    const clock = new VirtualClock(1_000);
    expect(clock.now()).toBe(1_000);
    await clock.advance(250);
    expect(clock.now()).toBe(1_250);
  });

  test("runs what is due and leaves what is not", async () => {
    const clock = new VirtualClock(0);
    const ran: string[] = [];
    clock.schedule(300, () => void ran.push("at 300"));
    clock.schedule(301, () => void ran.push("at 301"));
    await clock.advance(299);
    expect(ran).toEqual([]);
    await clock.advance(1);
    expect(ran).toEqual(["at 300"]);
    await clock.advance(1);
    expect(ran).toEqual(["at 300", "at 301"]);
  });

  test("runs tasks in the order of their time, those of one moment as they were scheduled", async () => {
    const clock = new VirtualClock(0);
    const ran: string[] = [];
    for (const [at, name] of [
      [20, "c"],
      [10, "a"],
      [20, "d"],
      [10, "b"],
    ] as const) {
      clock.schedule(at, () => void ran.push(name));
    }
    await clock.advance(20);
    expect(ran).toEqual(["a", "b", "c", "d"]);
  });

  test("shows each task the moment at which it was due, and waits for it", async () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    clock.schedule(10, async () => {
      await Promise.resolve();
      seen.push(clock.now());
    });
    clock.schedule(20, () => void seen.push(clock.now()));
    await clock.advance(100);
    expect(seen).toEqual([10, 20]);
    expect(clock.now()).toBe(100);
  });

  test("runs what tasks schedule within the advance, and not what they schedule beyond it", async () => {
    const clock = new VirtualClock(0);
    const ran: number[] = [];
    const again = (at: number) => {
      ran.push(at);
      clock.schedule(at + 10, () => again(at + 10));
    };
    clock.schedule(10, () => again(10));
    await clock.advance(35);
    expect(ran).toEqual([10, 20, 30]);
  });

  test("runs at once what was due in the past", async () => {
    const clock = new VirtualClock(1_000);
    let at = 0;
    clock.schedule(1, () => {
      at = clock.now();
    });
    await clock.advance(0);
    expect(at).toBe(1_000);
  });

  test("does not run a cancelled task, however often it is cancelled", async () => {
    const clock = new VirtualClock(0);
    const ran: string[] = [];
    const task = clock.schedule(10, () => void ran.push("cancelled"));
    clock.schedule(10, () => void ran.push("kept"));
    task.cancel();
    task.cancel();
    await clock.advance(10);
    task.cancel();
    expect(ran).toEqual(["kept"]);
  });

  test("lets advances that overlap follow one another", async () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    clock.schedule(5, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(clock.now());
    });
    clock.schedule(15, () => void seen.push(clock.now()));
    await Promise.all([clock.advance(10), clock.advance(10)]);
    expect(seen).toEqual([5, 15]);
    expect(clock.now()).toBe(20);
  });

  test("tells of a task that failed and goes on from its moment", async () => {
    const clock = new VirtualClock(0);
    let later = false;
    clock.schedule(10, () => {
      throw new Error("broken task");
    });
    clock.schedule(20, () => {
      later = true;
    });
    await expect(clock.advance(30)).rejects.toThrow("broken task");
    expect([clock.now(), later]).toEqual([10, false]);
    await clock.advance(10);
    expect([clock.now(), later]).toEqual([20, true]);
  });

  test.each([-1, Number.NaN])("cannot be advanced by %s", (ms) => {
    expect(() => new VirtualClock(0).advance(ms)).toThrow(
      new RangeError(`a clock cannot be advanced by ${ms} ms: time does not run backwards`),
    );
  });
});

describe("the system clock", () => {
  test("tells the machine's time", () => {
    const before = Date.now();
    const now = new SystemClock(() => {}).now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  test("runs a task that is due, and not one that was cancelled before", async () => {
    const clock = new SystemClock(() => {});
    let cancelledRan = false;
    clock
      .schedule(clock.now(), () => {
        cancelledRan = true;
      })
      .cancel();
    await new Promise<void>((resolve) => clock.schedule(clock.now(), resolve));
    expect(cancelledRan).toBe(false);
  });

  test("hands on the error of a task, thrown or rejected", async () => {
    const errors: unknown[] = [];
    await new Promise<void>((resolve) => {
      const clock = new SystemClock((error) => errors.push(error) === 2 && resolve());
      clock.schedule(0, () => {
        throw new Error("thrown");
      });
      clock.schedule(0, async () => {
        throw new Error("rejected");
      });
    });
    expect(errors).toEqual([new Error("thrown"), new Error("rejected")]);
  });
});

describe("the time of a scaled clock", () => {
  const scale = { originMs: 1_000_000, hostOriginMs: 5_000, speed: 60 };

  test("goes on by the speed times the machine's", () => {
    expect(scaledMs(scale, 5_000)).toBe(1_000_000);
    expect(scaledMs(scale, 6_000)).toBe(1_060_000);
  });

  test("comes at the first moment of the machine's that shows it, and at none before", () => {
    for (const ms of [1_000_000, 1_000_001, 1_000_059, 1_000_060, 1_000_061]) {
      expect(scaledMs(scale, hostMsOf(scale, ms))).toBeGreaterThanOrEqual(ms);
      expect(scaledMs(scale, hostMsOf(scale, ms) - 1)).toBeLessThan(ms);
    }
  });
});

describe("a scaled clock", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-11-24T09:00:00Z") });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("begins at the machine's time and runs as many times as fast", () => {
    const clock = new ScaledClock(60, () => {});
    expect(new Date(clock.now())).toEqual(new Date("2026-11-24T09:00:00Z"));
    vi.advanceTimersByTime(1_000);
    expect(new Date(clock.now())).toEqual(new Date("2026-11-24T09:01:00Z"));
  });

  test("runs a task when its own time has come, which is sooner on the machine", () => {
    const clock = new ScaledClock(60, () => {});
    const ranAt: number[] = [];
    const start = clock.now();
    clock.schedule(start + 300_000, () => void ranAt.push(clock.now() - start));
    vi.advanceTimersByTime(4_999);
    expect(ranAt).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ranAt).toEqual([300_000]);
  });

  test("waits longer than a timer of Node's can, and can be cancelled meanwhile", () => {
    const clock = new ScaledClock(1, () => {});
    const ran: string[] = [];
    const farOff = clock.now() + 30 * 86_400_000;
    clock.schedule(farOff, () => void ran.push("kept"));
    const cancelled = clock.schedule(farOff, () => void ran.push("cancelled"));
    vi.advanceTimersByTime(26 * 86_400_000);
    expect(ran).toEqual([]);
    cancelled.cancel();
    vi.advanceTimersByTime(4 * 86_400_000);
    expect(ran).toEqual(["kept"]);
  });

  test.each([0, -1, Number.NaN, Infinity])("does not run %s times as fast", (speed) => {
    expect(() => new ScaledClock(speed, () => {})).toThrow(new RangeError(`a clock cannot run ${speed} times as fast`));
  });
});
