import { createHash, timingSafeEqual } from "node:crypto";
import type { ServerResponse } from "node:http";
import {
  type HttpRequest,
  type HttpResponse,
  isBucketHost,
  type ScaledClock,
  VirtualClock,
} from "../emulator/index.ts";
import { durationMs } from "./duration.ts";

/** Not the name of a bucket, which begins with a letter or digit. */
export const clockPath = "/_crosscheck/clock";

/** More than any retention that AWS has: 365 days. */
const furthestMs = 400 * 86_400_000;

export interface ClockControlSettings {
  /** What clients may call the server, beside the names of loopback: the address that it listens at. */
  readonly host: string;
  /** What a request has to bring as `Authorization: Bearer <token>`; whoever knows the server by its name may ask unless given. */
  readonly token?: string;
}

/**
 * `GET /_crosscheck/clock` tells the time, `{ "now": "<ISO 8601>" }`; of a clock that moves by itself also its `speed`,
 * seconds in one of the machine's. `POST /_crosscheck/clock?advance=300s` moves a virtual clock on and answers when
 * everything due until then has happened. Other paths, and keys of that name in a bucket that the host names, are not its
 * business: false. A web page, which sends an `Origin` or comes by a name of its own, is refused.
 */
export function clockControl(
  clock: VirtualClock | ScaledClock,
  settings: ClockControlSettings,
): (request: HttpRequest, response: HttpResponse) => boolean {
  return (request, response) => {
    const [path, query = ""] = (request.url ?? "").split("?", 2);
    const host = hostOf(request);
    if (path !== clockPath || isBucketHost(host)) return false;
    const refused = refusalOf(request, host, settings);
    const advance = new URLSearchParams(query).get("advance");
    const answered = refused === undefined ? answer(clock, request.method ?? "GET", advance) : Promise.resolve(refused);
    void answered.then(({ status, body }) => {
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

function hostOf({ headers }: HttpRequest): string {
  return String(headers[":authority"] ?? headers.host ?? "");
}

const loopback = ["localhost", "127.0.0.1", "[::1]"];

function refusalOf({ headers }: HttpRequest, host: string, { host: own, token }: ClockControlSettings) {
  if (headers.origin !== undefined) return refusal(403, "the clock takes nothing from web pages, which send an Origin");
  if (token !== undefined) {
    const isKnown = isSame(String(headers.authorization ?? ""), `Bearer ${token}`);
    return isKnown ? undefined : refusal(401, "the clock asks for the control token: Authorization: Bearer <token>");
  }
  const name = host.replace(/:\d+$/, "").toLowerCase();
  const ownName = own.includes(":") ? `[${own}]` : own;
  if ([...loopback, ownName.toLowerCase()].includes(name)) return undefined;
  return refusal(
    403,
    `the clock does not know the host ${JSON.stringify(name)}: serve with --control-token, and send it`,
  );
}

/** In a time that does not depend on where they differ. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
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
