import { setTimeout as sleep } from "node:timers/promises";
import type { TargetTime } from "../target.ts";

/** Seconds as they pass. */
export const realTime: TargetTime = {
  now: () => Date.now(),
  wait: (ms, signal) => sleep(ms, undefined, { signal }),
};
