import type { ServerResponse } from "node:http";
import { type HttpRequest, type HttpResponse, type ScaledClock, VirtualClock } from "../emulator/index.ts";
import { durationMs } from "./duration.ts";

/** Not the name of a bucket, which begins with a letter or digit. */
const path = "/_crosscheck/clock";

/** More than any retention that AWS has: 365 days. */
const furthestMs = 400 * 86_400_000;

/**
 * `GET /_crosscheck/clock` tells the time, `{ "now": "<ISO 8601>" }`; of a clock that moves by itself also its `speed`,
 * seconds in one of the machine's. `POST /_crosscheck/clock?advance=300s` moves a virtual clock on and answers when
 * everything due until then has happened. Other paths are not its business: false.
 */
export function clockControl(
  clock: VirtualClock | ScaledClock,
): (request: HttpRequest, response: HttpResponse) => boolean {
  return (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname !== path) return false;
    void answer(clock, request.method ?? "GET", url.searchParams.get("advance")).then(({ status, body }) => {
      const text = `${JSON.stringify(body)}\n`;
      response.statusCode = status;
      response.setHeader("content-type", "application/json");
      // HTTP/1.1's and HTTP/2's responses take the same call, but not as a union.
      (response as ServerResponse).end(text);
    });
    request.resume();
    return true;
  };
}

async function answer(
  clock: VirtualClock | ScaledClock,
  method: string,
  advance: string | null,
): Promise<{ readonly status: number; readonly body: object }> {
  if (method === "GET") return { status: 200, body: time(clock) };
  if (method !== "POST") return refusal(405, `${method} is neither GET nor POST`);
  if (!(clock instanceof VirtualClock)) {
    return refusal(409, "this clock moves by itself; one that can be advanced is served with --virtual-clock");
  }
  const ms = durationMs(advance ?? "");
  if (ms === undefined) return refusal(400, `advance=${advance} is not a duration such as 300s, 5m, 24h or 1500ms`);
  if (ms > furthestMs) return refusal(400, `advance=${advance} is more than 400 days`);
  try {
    await clock.advance(ms);
    return { status: 200, body: time(clock) };
  } catch (error) {
    return refusal(500, `something that was due failed: ${(error as Error).message}`);
  }
}

function time(clock: VirtualClock | ScaledClock): object {
  const now = new Date(clock.now()).toISOString();
  return clock instanceof VirtualClock ? { now } : { now, speed: clock.scale.speed };
}

function refusal(status: number, error: string): { readonly status: number; readonly body: object } {
  return { status, body: { error } };
}
