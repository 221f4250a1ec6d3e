import { setTimeout as sleep } from "node:timers/promises";
import type { TargetTime } from "../target.ts";
import { TargetError } from "../target-error.ts";
import { realTime } from "../targets/real-time.ts";

/** The time at an endpoint: the world's, also where there is none, unless a clock that runs by itself is served there. */
export async function timeAt(endpoint: string | undefined): Promise<TargetTime> {
  // What is wrong with the endpoint itself, the first call to it will say.
  return endpoint === undefined ? realTime : servedTime(endpoint).catch(() => realTime);
}

/**
 * The time of an embedded AWS that another process serves, whose clock runs by itself at a speed of its own: asked for
 * once, and reckoned from this machine's since. Rejects with a `TargetError` where `url` serves no such clock.
 */
export async function servedTime(url: string): Promise<TargetTime> {
  const askedAtMs = performance.now();
  const response = await fetch(`${url}/_crosscheck/clock`).catch((error: Error) => {
    throw new TargetError(`nobody tells the time at ${url}: ${error.message}`, { cause: error });
  });
  const { now, speed } = (await response.json()) as { readonly now?: string; readonly speed?: number };
  if (now === undefined || speed === undefined) {
    throw new TargetError(`${url} serves no clock that runs by itself, as \`crosscheck serve --like-aws\` does`);
  }
  // It was read somewhere in between.
  const readAtMs = (askedAtMs + performance.now()) / 2;
  const originMs = Date.parse(now);
  return {
    speed,
    now: () => originMs + (performance.now() - readAtMs) * speed,
    wait: (ms, signal) => sleep(ms / speed, undefined, { signal }),
  };
}
