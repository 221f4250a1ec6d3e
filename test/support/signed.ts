import { createHash, createHmac } from "node:crypto";
import { type IncomingHttpHeaders, request } from "node:http";
import type { Emulator } from "../../emulator/index.ts";
import type { Keys } from "./clients.ts";

/**
 * Requests that no SDK would form, signed by hand after the IAM User Guide, "Create a signed AWS API request". Nothing
 * of it is the emulator's own code: the two must find the same signature from the same documentation.
 */
export interface HandMade {
  readonly method?: string;
  /** As it goes over the wire: `/bucket/a%20b?x-id=1`. */
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Signing {
  readonly keys: Keys;
  readonly service: string;
  readonly region?: string;
  /** Milliseconds since the epoch; now unless given. */
  readonly at?: number;
  /** `YYYYMMDD`; of `at` unless given. */
  readonly scopeDate?: string;
  /** Headers that are sent and left out of the signature. */
  readonly unsigned?: readonly string[];
  /** The names that are signed, as they are listed; those of the headers, in order, unless given. */
  readonly names?: readonly string[];
  /** S3 signs this in place of the body's hash. */
  readonly payload?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
export const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

export const basicDate = (ms: number) => `${new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, "")}`;

export const scopeOf = (signing: Signing) =>
  `${signing.scopeDate ?? basicDate(signing.at ?? Date.now()).slice(0, 8)}/${signing.region ?? "us-east-1"}/${signing.service}/aws4_request`;

export function signingKeyOf(signing: Signing): Buffer {
  return scopeOf(signing)
    .split("/")
    .reduce((key: string | Buffer, part) => hmac(key, part), `AWS4${signing.keys.secretAccessKey}`) as Buffer;
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalQuery(query: string): string {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => (pair.includes("=") ? pair : `${pair}=`))
    .map((pair) =>
      pair
        .split("=")
        .map((part) => encode(decodeURIComponent(part)))
        .join("="),
    )
    .sort()
    .join("&");
}

function signature(message: HandMade, signing: Signing, headers: Record<string, string>, payloadHash: string) {
  const [path = "/", query = ""] = (message.target ?? "/").split("?");
  const names =
    signing.names ??
    Object.keys(headers)
      .map((name) => name.toLowerCase())
      .filter((name) => signing.unsigned?.includes(name) !== true)
      .sort();
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const canonicalPath = signing.service === "s3" ? path : path.split("/").map(encode).join("/");
  const canonical = [
    message.method ?? "GET",
    canonicalPath,
    canonicalQuery(query),
    ...names.map((name) => `${name}:${(lower[name] ?? "").trim().replace(/ +/g, " ")}`),
    "",
    names.join(";"),
    payloadHash,
  ].join("\n");
  const at = basicDate(signing.at ?? Date.now());
  const text = `AWS4-HMAC-SHA256\n${at}\n${scopeOf(signing)}\n${sha256(canonical)}`;
  return { names, canonical, text, hex: hmac(signingKeyOf(signing), text).toString("hex") };
}

/** The date that is signed and the one that is sent must not fall into two seconds. */
function atOneMoment<Asked extends Signing>(signing: Asked): Asked {
  return { ...signing, at: signing.at ?? Date.now() };
}

/** Signs in the `Authorization` header. */
export function signed(emulator: Emulator, message: HandMade, asked: Signing): Required<HandMade> {
  const signing = atOneMoment(asked);
  const body = message.body ?? "";
  const payloadHash = signing.payload ?? sha256(body);
  const headers: Record<string, string> = {
    host: `127.0.0.1:${emulator.port}`,
    "x-amz-date": basicDate(signing.at ?? Date.now()),
    ...(signing.service === "s3" && { "x-amz-content-sha256": payloadHash }),
    ...(signing.keys.sessionToken !== undefined && { "x-amz-security-token": signing.keys.sessionToken }),
    ...message.headers,
  };
  const { names, hex } = signature(message, signing, headers, payloadHash);
  const authorization = `AWS4-HMAC-SHA256 Credential=${signing.keys.accessKeyId}/${scopeOf(signing)}, SignedHeaders=${names.join(";")}, Signature=${hex}`;
  return {
    method: message.method ?? "GET",
    target: message.target ?? "/",
    headers: { ...headers, authorization },
    body,
  };
}

/** Signs in the query. */
export function presigned(
  emulator: Emulator,
  message: HandMade,
  asked: Signing & { readonly expiresSeconds: number },
): Required<HandMade> {
  const signing = atOneMoment(asked);
  const headers = { host: `127.0.0.1:${emulator.port}`, ...message.headers };
  const names = Object.keys(headers)
    .filter((name) => signing.unsigned?.includes(name) !== true)
    .sort();
  const parameters: Record<string, string> = {
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${signing.keys.accessKeyId}/${scopeOf(signing)}`,
    "X-Amz-Date": basicDate(signing.at ?? Date.now()),
    "X-Amz-Expires": String(signing.expiresSeconds),
    "X-Amz-SignedHeaders": names.join(";"),
    ...(signing.keys.sessionToken !== undefined && { "X-Amz-Security-Token": signing.keys.sessionToken }),
  };
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encode(value)}`);
  const [path = "/", own] = (message.target ?? "/").split("?");
  const target = `${path}?${[...(own ? [own] : []), ...query].join("&")}`;
  const payloadHash = signing.payload ?? (signing.service === "s3" ? "UNSIGNED-PAYLOAD" : sha256(message.body ?? ""));
  const { hex } = signature({ ...message, target }, signing, headers, payloadHash);
  return {
    method: message.method ?? "GET",
    target: `${target}&X-Amz-Signature=${hex}`,
    headers,
    body: message.body ?? "",
  };
}

/** Sends a request as it is, over a connection of its own. */
export function send(emulator: Emulator, message: HandMade): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const body = message.body ?? "";
    const outgoing = request(
      {
        host: "127.0.0.1",
        port: emulator.port,
        method: message.method ?? "GET",
        path: message.target ?? "/",
        headers: { ...(body.length > 0 && { "content-length": Buffer.byteLength(body) }), ...message.headers },
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    // As bytes: Node would write the headers in the encoding of a text that goes with them.
    outgoing.end(Buffer.from(body));
  });
}

export interface WireError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The other members of the error, request ids left out. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Reads an error in whichever of the services' forms it has. Throws where it is well-formed in none. */
export function errorIn({ status, headers, body }: Answer): WireError {
  if (headers["content-type"]?.startsWith("application/x-amz-json") === true) {
    const { __type, message, Message, ...fields } = JSON.parse(body) as Record<string, string>;
    return { status, code: String(__type), message: message ?? Message ?? "", fields };
  }
  const text = body.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  const error =
    /^(?:<ErrorResponse xmlns="[^"]+">)?<Error>(.*?)<\/Error>(?:<RequestId>[^<]+<\/RequestId><\/ErrorResponse>)?$/s.exec(
      text,
    );
  if (error === null) throw new Error(`not an AWS error: ${status} ${body}`);
  const fields: Record<string, string> = {};
  const rest = (error[1] ?? "").replace(/<([A-Za-z0-9-]+)>([^<]*)<\/\1>/gs, (_all, name: string, value: string) => {
    fields[name] = unescapeXml(value);
    return "";
  });
  if (rest !== "") throw new Error(`not an AWS error: ${status} ${body}`);
  const { Code = "", Message = "", RequestId: _request, HostId: _host, Type: _type, ...others } = fields;
  return { status, code: Code, message: Message, fields: others };
}

function unescapeXml(text: string): string {
  const named: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (_all, hex?: string, decimal?: string, name = "") =>
    hex !== undefined
      ? String.fromCodePoint(Number.parseInt(hex, 16))
      : decimal !== undefined
        ? String.fromCodePoint(Number(decimal))
        : (named[name] ?? "?"),
  );
}
