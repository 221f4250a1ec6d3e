import type { TargetTime } from "../../target.ts";

/** Lets callers through one by one, at least `everyMs` of the target's time apart, in the order in which they came. */
export function pacer(time: TargetTime, everyMs: number): () => Promise<void> {
  let nextMs = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = time.now();
    const turnMs = Math.max(now, nextMs);
    nextMs = turnMs + everyMs;
    if (turnMs > now) await time.wait(turnMs - now);
  };
}
