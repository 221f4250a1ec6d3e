import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { clockControl } from "../../cli/clock-control.ts";
import { type AnsweringAws, type AwsSettings, createAws } from "../../emulator/embedded-aws.ts";
import type { ScaledClock } from "../../emulator/index.ts";
import { type HttpRequest, type HttpResponse, listen } from "../../emulator/wire/server.ts";

/** A call that has arrived as a whole and that nothing has been done about. */
export interface InterceptedCall {
  /** `CreateRole`; of S3 as far as creations and removals are concerned. */
  readonly operation: string;
  /** Lets AWS carry it out. Resolves when it has answered, whether or not somebody got the answer. */
  carryOut(): Promise<void>;
  /** It never reached AWS. */
  drop(): void;
}

export interface InterceptedAws extends AnsweringAws {
  readonly url: string;
}

/** An embedded AWS on a clock that runs by itself, which asks `onCall` what happens to each call. */
export async function interceptedAws(
  settings: Omit<AwsSettings, "clock"> & { readonly clock: ScaledClock },
  onCall: (call: InterceptedCall) => unknown = (call) => call.carryOut(),
): Promise<InterceptedAws> {
  const aws = await createAws(settings);
  const besideCalls = clockControl(settings.clock, { host: "127.0.0.1" });
  const handle = async (request: HttpRequest, response: HttpResponse) => {
    if (besideCalls(request, response)) return;
    const body = await buffer(request).catch(() => undefined);
    if (body === undefined) return;
    onCall({
      operation: operationOf(request, body.toString("latin1")),
      drop: () => response.destroy(),
      carryOut: () =>
        new Promise((resolve) => {
          response.once("close", resolve);
          aws.handle(whole(request, body), response);
        }),
    });
  };
  const server = await listen((request, response) => void handle(request, response), {
    host: "127.0.0.1",
    port: 0,
    onFault: (error) => {
      throw error;
    },
  });
  return {
    ...aws,
    get accounts() {
      return aws.accounts;
    },
    url: `http://127.0.0.1:${server.port}`,
    async [Symbol.asyncDispose]() {
      await server.close();
      await aws[Symbol.asyncDispose]();
    },
  };
}

/** The request once more, with its body at hand. */
function whole(request: HttpRequest, body: Buffer): HttpRequest {
  const { method, url, headers, rawHeaders, socket } = request;
  return Object.assign(Readable.from(body.length > 0 ? [body] : []), {
    ...{ method, url, headers, rawHeaders, socket, httpVersionMajor: 1 },
  }) as unknown as HttpRequest;
}

function operationOf({ method = "", url = "", headers }: HttpRequest, body: string): string {
  const { "x-amz-target": target, "content-type": contentType = "" } = headers;
  if (typeof target === "string") return target.split(".").at(-1) ?? "";
  if (contentType.includes("form-urlencoded")) return new URLSearchParams(body).get("Action") ?? "";
  const [, cbor] = /^\/service\/[^/]+\/operation\/(\w+)/.exec(url) ?? [];
  return cbor ?? s3OperationOf(method, url);
}

function s3OperationOf(method: string, url: string): string {
  const { pathname, searchParams } = new URL(url, "http://s3");
  const about = /^\/[^/]+\/?$/.test(pathname) ? "Bucket" : "Object";
  const parts = [...searchParams.keys()].filter((name) => name !== "x-id");
  const named: Readonly<Record<string, string>> = {
    "PUT Bucket": "CreateBucket",
    "DELETE Bucket": "DeleteBucket",
    "POST Bucket delete": "DeleteObjects",
    "DELETE Object uploadId": "AbortMultipartUpload",
  };
  const shape = [method, about, ...parts].join(" ");
  return named[shape] ?? shape;
}
