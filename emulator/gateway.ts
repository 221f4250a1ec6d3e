import { type Authentication, Authenticator, anonymousCaller, signatureProblem } from "./authenticate.ts";
import { Authorizer } from "./authorize.ts";
import type { BoundAction, Call, ServiceName, Transport } from "./model/action.ts";
import type { Activity } from "./model/activity.ts";
import type { CredentialDirectory } from "./model/caller.ts";
import type { Clock } from "./model/clock.ts";
import type { DecisionLog } from "./model/decision-log.ts";
import type { InternalCall } from "./model/environment.ts";
import type { Organization } from "./model/organization.ts";
import type { Random } from "./model/random.ts";
import type { Service } from "./model/service.ts";
import { notImplemented, ServiceError } from "./model/service-error.ts";
import { type ChunkedForm, chunkedForm, decodeChunked } from "./wire/aws-chunked.ts";
import { awsJson } from "./wire/aws-json.ts";
import { awsQuery } from "./wire/aws-query.ts";
import { type ReadBody, readBody } from "./wire/body.ts";
import { asServiceError, bodyHashMismatch } from "./wire/errors.ts";
import { operationsOf } from "./wire/operations.ts";
import type { Protocol, WireResponse } from "./wire/protocol.ts";
import { readRequestHead, type WireRequest } from "./wire/request.ts";
import { sendResponse } from "./wire/respond.ts";
import { restXml } from "./wire/rest-xml.ts";
import type { HttpRequest, HttpResponse } from "./wire/server.ts";
import { readSignature, type Signature } from "./wire/sigv4.ts";

export interface GatewaySettings {
  readonly services: readonly Service[];
  readonly credentials: CredentialDirectory;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: DecisionLog;
  readonly activity: Activity;
  readonly region: string;
  readonly temporaryFolder: string;
  /** Told of errors that are the emulator's own fault; the client gets InternalError. */
  readonly onInternalError: (error: unknown, request: string) => void;
}

/** A service with how it is spoken and what it can do, by operation name. */
interface Endpoint {
  readonly service: Service;
  readonly protocol: Protocol;
  readonly actions: ReadonlyMap<string, BoundAction>;
}

/**
 * The life of a request: identify the service, read and verify, parse, refuse what is not emulated, authorize, act,
 * answer. Calls between services (`invoke`) enter where the signature has been verified, and meet the rest.
 */
export class Gateway {
  readonly #settings: GatewaySettings;
  readonly #authenticator: Authenticator;
  readonly #authorizer: Authorizer;
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #byName = new Map<ServiceName, Endpoint>();

  constructor(settings: GatewaySettings) {
    this.#settings = settings;
    this.#authenticator = new Authenticator(settings.credentials, () => settings.clock.now());
    this.#authorizer = new Authorizer(settings.log, settings.organization);
    for (const service of settings.services) {
      const endpoint = {
        service,
        protocol: protocolOf(service),
        actions: new Map(service.actions.map((action) => [action.schema[2], action])),
      };
      this.#endpoints.set(service.signingName, endpoint);
      this.#byName.set(service.name, endpoint);
    }
  }

  /** Answers one HTTP request. Never rejects: what goes wrong is an answer too. */
  async handle(incoming: HttpRequest, outgoing: HttpResponse): Promise<void> {
    const requestId = this.#settings.random.uuid();
    let request: WireRequest | undefined;
    let endpoint = this.#get("s3");
    let response: WireResponse;
    try {
      request = readRequestHead(incoming);
      const signature = readSignature(request);
      endpoint = this.#identify(request, signature);
      response = await this.#answer(endpoint, request, signature, requestId);
    } catch (error) {
      response = endpoint.protocol.refuse(
        this.#serviceError(error, incoming),
        request ?? headless(incoming),
        requestId,
      );
    }
    await sendResponse(incoming, outgoing, response, this.#settings.clock.now());
  }

  /** One service calling another for a principal: past the same checks as a caller from outside. */
  async invoke(internal: InternalCall): Promise<unknown> {
    const endpoint = this.#get(internal.service);
    const action = endpoint.actions.get(internal.operation);
    if (action === undefined) throw notImplemented(`${internal.service}:${internal.operation}`);
    return this.#perform(endpoint, action, {
      input: internal.input,
      caller: internal.as,
      region: internal.region,
      now: this.#settings.clock.now(),
      requestId: internal.requestId ?? this.#settings.random.uuid(),
      transport: { ...transportInsideAws, calledVia: internal.calledVia ?? [], viaService: internal.viaService },
    });
  }

  async #answer(
    endpoint: Endpoint,
    request: WireRequest,
    signature: ReturnType<typeof readSignature>,
    requestId: string,
  ): Promise<WireResponse> {
    const { service, protocol } = endpoint;
    if (!("form" in signature) && !(signature.kind === "missing" && service.name === "s3")) {
      throw signatureProblem(service, signature);
    }
    const trailers = new Map<string, string>();
    const { authentication, body } = await this.#verify(
      service,
      request,
      "form" in signature ? signature : undefined,
      trailers,
    );
    try {
      const { operation, input } = await protocol.parse(request, body.payload);
      const action = endpoint.actions.get(operation[2]);
      if (action === undefined) throw notImplemented(`${service.name}:${operation[2]}`);
      const output = await this.#perform(endpoint, action, {
        input,
        caller: authentication?.credential.caller ?? anonymousCaller,
        region: authentication?.signature.region ?? this.#settings.region,
        now: this.#settings.clock.now(),
        requestId,
        transport: transportOf(request, authentication?.signature, trailers, this.#settings.clock.now()),
      });
      this.#settings.activity.notify();
      return protocol.answer(operation, (output ?? {}) as object, request, requestId);
    } catch (error) {
      await body.payload.release();
      throw error;
    }
  }

  /** Reads the body and verifies the signature: S3 signs the hash that it announces, the others the body itself. */
  async #verify(
    service: Service,
    request: WireRequest,
    signature: Signature | undefined,
    trailers: Map<string, string>,
  ): Promise<{ readonly authentication: Authentication | undefined; readonly body: ReadBody }> {
    if (service.name !== "s3" && signature !== undefined) {
      const body = await this.#readBody(request, true);
      return { authentication: this.#authenticator.authenticate(service, request, signature, body.sha256 ?? ""), body };
    }
    const announced = signature?.form === "query" ? undefined : request.headers.get("x-amz-content-sha256");
    if (signature?.form === "header" && announced === undefined) {
      throw new ServiceError("InvalidRequest", "Missing required header for this request: x-amz-content-sha256", 400);
    }
    const form = chunkedForm(announced);
    const authentication =
      signature && this.#authenticator.authenticate(service, request, signature, announced ?? "UNSIGNED-PAYLOAD");
    const hashed = announced !== undefined && announced !== "UNSIGNED-PAYLOAD" && form === undefined;
    const body = await this.#readBody(request, hashed, form, authentication, trailers);
    if (hashed && body.sha256 !== announced) {
      await body.payload.release();
      throw bodyHashMismatch(announced, body.sha256 ?? "");
    }
    const decodedLength = request.headers.get("x-amz-decoded-content-length");
    if (form !== undefined && Number(decodedLength) !== body.payload.size) {
      await body.payload.release();
      throw decodedLength === undefined
        ? new ServiceError("MissingContentLength", "You must provide the Content-Length HTTP header.", 411)
        : new ServiceError("IncompleteBody", "The request body terminated unexpectedly", 400);
    }
    return { authentication, body };
  }

  #readBody(
    request: WireRequest,
    withSha256: boolean,
    form?: ChunkedForm,
    authentication?: Authentication,
    trailers = new Map<string, string>(),
  ): Promise<ReadBody> {
    const signing = authentication && { key: authentication.key, signature: authentication.signature };
    return readBody(request.stream, {
      temporaryFolder: this.#settings.temporaryFolder,
      newFileName: () => `body-${this.#settings.random.hex(24)}`,
      withSha256,
      ...(form !== undefined && {
        decode: (stream: AsyncIterable<Buffer>) => decodeChunked(stream, form, signing, trailers),
      }),
    });
  }

  async #perform(endpoint: Endpoint, action: BoundAction, call: Call<object>): Promise<unknown> {
    for (const member in call.input) {
      if (!action.emulates.has(member) && (call.input as Record<string, unknown>)[member] !== undefined) {
        throw notImplemented(`The parameter \`${member}\` of ${endpoint.service.name}:${action.schema[2]}`);
      }
    }
    return action.run(this.#authorizer.authorize(endpoint.service, action, call));
  }

  /** The signature names the service; an unsigned request shows it in its form. */
  #identify(request: WireRequest, signature: ReturnType<typeof readSignature>): Endpoint {
    if ("form" in signature) {
      const endpoint = this.#endpoints.get(signature.service);
      if (endpoint === undefined) throw notImplemented(`The service \`${signature.service}\``);
      return endpoint;
    }
    const target = request.headers.get("x-amz-target");
    for (const endpoint of this.#endpoints.values()) {
      const { protocol } = endpoint.service;
      if (protocol.kind === "aws-json" && target?.startsWith(`${protocol.targetPrefix}.`) === true) return endpoint;
    }
    const isForm = request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") === true;
    return this.#get(isForm && request.method === "POST" && request.rawPath === "/" ? "sts" : "s3");
  }

  #get(name: ServiceName): Endpoint {
    const endpoint = this.#byName.get(name);
    if (endpoint === undefined) throw notImplemented(`The service \`${name}\``);
    return endpoint;
  }

  #serviceError(error: unknown, incoming: HttpRequest): ServiceError {
    const known = asServiceError(error);
    if (known !== undefined) return known;
    this.#settings.onInternalError(error, `${incoming.method} ${incoming.url}`);
    return new ServiceError("InternalError", "We encountered an internal error. Please try again.", 500);
  }
}

function protocolOf(service: Service): Protocol {
  const operations = operationsOf(service.model);
  switch (service.protocol.kind) {
    case "aws-json":
      return awsJson(operations, service.protocol);
    case "aws-query":
      return awsQuery(operations, service.protocol);
    case "rest-xml":
      return restXml(operations, service.protocol);
  }
}

/** A request whose first line could not be read still gets an answer in S3's form. */
function headless(incoming: HttpRequest): WireRequest {
  return {
    method: incoming.method ?? "GET",
    rawPath: "/",
    query: new Map(),
    headers: new Map(),
    host: "",
    remoteAddress: "",
    stream: incoming,
  };
}

/**
 * The loopback endpoint stands for AWS's TLS endpoints, so a call counts as secure unless a proxy's
 * `X-Forwarded-Proto: http` says that the client came without.
 */
function transportOf(
  request: WireRequest,
  signature: Signature | undefined,
  trailers: ReadonlyMap<string, string>,
  nowMs: number,
): Transport {
  return {
    secure: request.headers.get("x-forwarded-proto") !== "http",
    sourceIp: request.remoteAddress.replace(/^::ffff:/, ""),
    userAgent: request.headers.get("user-agent"),
    referer: request.headers.get("referer"),
    authType: signature && (signature.form === "header" ? "REST-HEADER" : "REST-QUERY-STRING"),
    signatureAgeMs: signature && Math.max(0, nowMs - signature.signedAtMs),
    contentSha256: request.headers.get("x-amz-content-sha256"),
    trailers,
    host: request.host,
    calledVia: [],
    viaService: undefined,
  };
}

/** Calls from inside AWS come over TLS from an address of AWS; a bucket policy with an IP list does not know it. */
const transportInsideAws: Transport = {
  secure: true,
  sourceIp: "52.94.0.1",
  userAgent: "firehose.amazonaws.com",
  referer: undefined,
  authType: "REST-HEADER",
  signatureAgeMs: 0,
  contentSha256: undefined,
  trailers: new Map(),
  host: "s3.amazonaws.com",
  calledVia: [],
  viaService: undefined,
};
