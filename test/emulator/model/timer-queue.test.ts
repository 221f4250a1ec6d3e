import fc from "fast-check";
import { expect, test } from "vitest";
import { TimerQueue } from "../../../emulator/model/timer-queue.ts";

/** What may happen to a queue: a timer is added, one is cancelled, time passes. */
const step = fc.oneof(
  fc.record({ kind: fc.constant("add" as const), at: fc.nat(50) }),
  fc.record({ kind: fc.constant("cancel" as const), which: fc.nat(400) }),
  fc.record({ kind: fc.constant("take" as const), until: fc.nat(60) }),
);

test("hands out what a sorted list would, whatever was added and cancelled before", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 150, maxLength: 400 }), (steps) => {
      const queue = new TimerQueue();
      const cancels: (() => void)[] = [];
      /** The plain way: look at all of them each time. */
      const model: { readonly at: number; readonly id: number; over: boolean }[] = [];
      for (const each of steps) {
        if (each.kind === "add") {
          const id = model.length;
          model.push({ at: each.at, id, over: false });
          cancels.push(queue.add({ atMs: each.at, task: () => void taken.push(id) }));
        } else if (each.kind === "cancel") {
          const timer = model[each.which];
          if (timer === undefined) continue;
          timer.over = true;
          cancels[each.which]?.();
        } else {
          const expected = model
            .filter(({ at, over }) => !over && at <= each.until)
            .sort((a, b) => a.at - b.at || a.id - b.id)[0];
          const taken = takeFrom(queue, each.until);
          expect(taken).toBe(expected?.id);
          if (expected !== undefined) expected.over = true;
        }
        expect(queue.size).toBe(model.filter(({ over }) => !over).length);
      }
    }),
    { numRuns: 200 },
  );
});

let taken: number[] = [];

function takeFrom(queue: TimerQueue, untilMs: number): number | undefined {
  taken = [];
  void queue.takeDue(untilMs)?.task();
  return taken[0];
}

test("lets go of cancelled timers that never come up", () => {
  const queue = new TimerQueue();
  const kept = queue.add({ atMs: 1, task: () => {} });
  for (let round = 0; round < 1_000; round++) queue.add({ atMs: 1_000_000, task: () => {} })();
  expect(queue.size).toBe(1);
  kept();
  expect(queue.size).toBe(0);
  expect(queue.takeDue(Number.POSITIVE_INFINITY)).toBeUndefined();
});
