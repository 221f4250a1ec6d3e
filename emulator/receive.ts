import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Authentication, Authenticator } from "./authenticate.ts";
import { type Payload, payloadOf } from "./model/payload.ts";
import type { Random } from "./model/random.ts";
import type { Service } from "./model/service.ts";
import { notImplemented, ServiceError } from "./model/service-error.ts";
import { signatureProblem } from "./signature-words.ts";
import { type ChunkedForm, chunkedForm, decodeChunked } from "./wire/aws-chunked.ts";
import { type BodyLimits, type ReadBody, readBody } from "./wire/body.ts";
import { bodyHashMismatch, callTooLong } from "./wire/errors.ts";
import type { WireRequest } from "./wire/request.ts";
import type { Signature, SignatureProblem } from "./wire/signature.ts";
import { unsignedPayload } from "./wire/sigv4.ts";
import type { StallWatch } from "./wire/stall-watch.ts";

/** A request that is who it says it is, with all of its body. */
export interface Received {
  /** Undefined: nobody signed. */
  readonly authentication: Authentication | undefined;
  readonly payload: Payload;
  /** Headers that came behind an `aws-chunked` body, by lower-case name. */
  readonly trailers: ReadonlyMap<string, string>;
}

export interface ReceiverSettings {
  readonly authenticator: Authenticator;
  readonly random: Random;
  readonly temporaryFolder: string;
  readonly stalls: StallWatch;
}

/** What differs from request to request: whom it is for and how much of a body it may have. */
export interface Reception {
  readonly service: Service;
  readonly limits: BodyLimits;
  readonly request: WireRequest;
  readonly signature: Signature | SignatureProblem;
  /** Tells a client that waits for it to send the body. */
  readonly sendContinue: () => void;
}

const anySha256 = /^[0-9a-f]{64}$/;

/** Verifies signatures and reads bodies, in the order in which a request can be refused with the least of it read. */
export class Receiver {
  readonly #settings: ReceiverSettings;

  constructor(settings: ReceiverSettings) {
    this.#settings = settings;
  }

  /** Throws the service's own error; nothing of the body is kept then. */
  receive(reception: Reception): Promise<Received> {
    const { service, signature } = reception;
    if ("form" in signature) {
      return service.name === "s3"
        ? this.#receiveObject(reception, signature)
        : this.#receiveCall(reception, signature);
    }
    if (signature.kind === "missing") {
      if (service.name === "s3") return this.#receiveObject(reception, undefined);
      if (service.unsignedActions !== undefined) return this.#receiveUnsigned(reception, service.unsignedActions);
    }
    throw signatureProblem(service, signature);
  }

  /** A call that needs no signature, by the name that it gives itself; any other is refused for want of one. */
  async #receiveUnsigned(reception: Reception, unsigned: ReadonlySet<string>): Promise<Received> {
    const { payload } = await this.#read({ ...reception, limits: unsignedCallLimits }, { withSha256: false });
    const form = new URLSearchParams((await payload.bytes()).toString());
    const [operation, ...more] = form.getAll("Action");
    if (operation === undefined || more.length > 0 || !unsigned.has(operation)) {
      await payload.release();
      throw signatureProblem(reception.service, { kind: "missing" });
    }
    return { authentication: undefined, payload, trailers: noTrailers };
  }

  /** Every service but S3 signs the body itself; where the headers have its hash, that is verified before it is read. */
  async #receiveCall(reception: Reception, signature: Signature): Promise<Received> {
    const { authenticator } = this.#settings;
    const { service, request } = reception;
    const claim = authenticator.claim(service, request, signature);
    const announced = signedHash(request, signature);
    const verified = announced === undefined ? undefined : authenticator.verify(claim, announced);
    const { payload, sha256 = "" } = await this.#read(reception, { withSha256: true });
    const authentication = sha256 === announced && verified ? verified : authenticator.verify(claim, sha256);
    return { authentication, payload: await decompress(request, payload, reception.limits), trailers: noTrailers };
  }

  /** S3 signs what `x-amz-content-sha256` announces: verified before the body is read, and the body against it. */
  async #receiveObject(reception: Reception, signature: Signature | undefined): Promise<Received> {
    const { authenticator } = this.#settings;
    const { service, request } = reception;
    const announced = announcedPayload(request, signature);
    const form = chunkedForm(announced);
    const authentication =
      signature &&
      authenticator.verify(
        authenticator.claim(service, request, signature),
        signature.form === "query" ? presignedPayload(request, signature) : announced,
      );
    const chunked = form && { form, ...chunkedBody(request, form, authentication, reception.limits) };
    if (chunked === undefined) refuseUnknownLength(request);
    const hashed = anySha256.test(announced);
    const body = await this.#read(reception, { withSha256: hashed, decode: chunked?.decode });
    if (hashed && body.sha256 !== announced) {
      await body.payload.release();
      throw bodyHashMismatch(announced, body.sha256 ?? "");
    }
    return { authentication, payload: body.payload, trailers: chunked?.trailers ?? noTrailers };
  }

  #read(
    { request, limits, sendContinue }: Reception,
    how: { readonly withSha256: boolean; readonly decode?: ChunkedBody["decode"] },
  ): Promise<ReadBody> {
    const { random, temporaryFolder, stalls } = this.#settings;
    if (request.hasBody) sendContinue();
    const newFileName = () => `body-${random.hex(24)}`;
    return readBody(request, { ...limits, temporaryFolder, newFileName, stalls, ...how });
  }
}

export const noTrailers: ReadonlyMap<string, string> = new Map();

/** AssumeRoleWithWebIdentity is the longest, by its token of 20,000 characters (STS API Reference). */
const maxUnsignedCallBytes = 64 * 1024;
const unsignedCallLimits: BodyLimits = {
  maxBytes: maxUnsignedCallBytes,
  inMemoryBytes: maxUnsignedCallBytes,
  tooLong: callTooLong,
};

/** The body's SHA-256 where a header has it that the signature covers. */
function signedHash({ headers }: WireRequest, { signedHeaders }: Signature): string | undefined {
  const hash = headers.get("x-amz-content-sha256");
  return hash !== undefined && anySha256.test(hash) && signedHeaders.includes("x-amz-content-sha256")
    ? hash
    : undefined;
}

/** What the sender says of the body: its SHA-256, or a word in its place. */
function announcedPayload(request: WireRequest, signature: Signature | undefined): string {
  // What a presigned URL has of it was signed with it, and binds the body whatever the headers say.
  const inQuery = signature?.form === "query" ? request.query.get("X-Amz-Content-Sha256")?.[0] : undefined;
  const announced = inQuery ?? request.headers.get("x-amz-content-sha256");
  if (announced === undefined) {
    if (signature?.form !== "header") return unsignedPayload;
    throw new ServiceError("InvalidRequest", "Missing required header for this request: x-amz-content-sha256", 400);
  }
  if (announced === unsignedPayload || anySha256.test(announced) || chunkedForm(announced) !== undefined) {
    return announced;
  }
  if (/^STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD(-TRAILER)?$/.test(announced)) {
    throw notImplemented(`\`${announced}\`, the payload of Signature Version 4A,`);
  }
  // Wording: versity/versitygw issue 1352, an answer of S3.
  const message =
    "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.";
  const fields = { ArgumentName: "x-amz-content-sha256", ArgumentValue: announced };
  throw new ServiceError("InvalidArgument", message, 400, { fields });
}

/** A presigned URL is signed before there is a body, unless its signature covers what is said of one. */
function presignedPayload(request: WireRequest, signature: Signature): string {
  const inQuery = request.query.get("X-Amz-Content-Sha256")?.[0];
  const inHeader = signature.signedHeaders.includes("x-amz-content-sha256")
    ? request.headers.get("x-amz-content-sha256")
    : undefined;
  return inQuery ?? inHeader ?? unsignedPayload;
}

interface ChunkedBody {
  readonly decode: (stream: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;
  readonly trailers: ReadonlyMap<string, string>;
}

function chunkedBody(
  request: WireRequest,
  form: ChunkedForm,
  authentication: Authentication | undefined,
  limits: BodyLimits,
): ChunkedBody {
  const decodedLength = request.headers.get("x-amz-decoded-content-length");
  if (decodedLength === undefined || !/^\d{1,15}$/.test(decodedLength)) throw missingLength();
  const decodedBytes = Number(decodedLength);
  if (decodedBytes > limits.maxBytes) throw limits.tooLong(limits.maxBytes);
  const named = form.trailer ? request.headers.get("x-amz-trailer") : undefined;
  const trailerNames = named === undefined ? [] : named.split(",").map((name) => name.trim().toLowerCase());
  const trailers = new Map<string, string>();
  return {
    decode: (stream) => decodeChunked(stream, form, { decodedBytes, trailerNames }, authentication, trailers),
    trailers,
  };
}

/** S3 takes no body whose length it is not told beforehand. Source: S3 API Reference, PutObject, `Content-Length`. */
function refuseUnknownLength(request: WireRequest): void {
  if (!request.hasBody || request.headers.has("content-length")) return;
  if (!request.headers.has("transfer-encoding")) throw missingLength();
  const message = "A header you provided implies functionality that is not implemented";
  throw new ServiceError("NotImplemented", message, 501, { fields: { Header: "Transfer-Encoding" } });
}

function missingLength(): ServiceError {
  return new ServiceError("MissingContentLength", "You must provide the Content-Length HTTP header.", 411);
}

const unzip = promisify(gunzip);

/** Clients compress some requests of some services (CloudWatch); the signature covers the compressed bytes. */
async function decompress(request: WireRequest, payload: Payload, limits: BodyLimits): Promise<Payload> {
  const encoding = request.headers.get("content-encoding");
  // `amz-1.0` is the older name of the services' plain JSON.
  if (encoding === undefined || encoding === "" || encoding === "identity" || encoding === "amz-1.0") return payload;
  if (encoding !== "gzip") throw notImplemented(`The content encoding \`${encoding}\``);
  try {
    return payloadOf(await unzip(await payload.bytes(), { maxOutputLength: limits.maxBytes }));
  } catch {
    throw new ServiceError("SerializationException", "The compressed request body cannot be read.", 400);
  }
}
