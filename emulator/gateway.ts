import { type Authentication, Authenticator, anonymousCaller } from "./authenticate.ts";
import { Authorizer } from "./authorize.ts";
import { type Endpoint, Endpoints } from "./endpoints.ts";
import type { BoundAction, Call, OtherServiceName, Permission, ServiceName } from "./model/action.ts";
import type { Activity } from "./model/activity.ts";
import type { CallFeed, CallRecord } from "./model/call-feed.ts";
import type { CredentialDirectory } from "./model/caller.ts";
import type { Clock } from "./model/clock.ts";
import type { DecisionLog, DecisionRecord } from "./model/decision-log.ts";
import type { InternalCall } from "./model/environment.ts";
import type { Organization } from "./model/organization.ts";
import type { Random } from "./model/random.ts";
import type { Service } from "./model/service.ts";
import { ServiceError } from "./model/service-error.ts";
import { noTrailers, type Received, Receiver } from "./receive.ts";
import type { Throttle } from "./throttle.ts";
import { transportForwarded, transportInsideAws, transportOf } from "./transport.ts";
import { type BodyLimits, StalledBody } from "./wire/body.ts";
import { asServiceError } from "./wire/errors.ts";
import type { ParsedRequest, WireResponse } from "./wire/protocol.ts";
import { MalformedRequest, readRequestHead, type WireRequest } from "./wire/request.ts";
import { resetUnreadable, sendContinue, sendResponse } from "./wire/respond.ts";
import type { HttpRequest, HttpResponse } from "./wire/server.ts";
import { readSignature } from "./wire/signature.ts";
import type { StallWatch } from "./wire/stall-watch.ts";

export interface GatewaySettings {
  readonly services: readonly Service[];
  readonly credentials: CredentialDirectory;
  readonly organization: Organization;
  readonly clock: Clock;
  /** See `AuthenticatorSettings`. */
  readonly otherClock: Clock | undefined;
  /** Undefined: calls may come as fast as they can. */
  readonly throttle: Throttle | undefined;
  readonly random: Random;
  readonly log: DecisionLog;
  readonly calls: CallFeed;
  readonly activity: Activity;
  readonly region: string;
  readonly temporaryFolder: string;
  readonly stalls: StallWatch;
  /** Told of errors that are the emulator's own fault; the client gets InternalError. */
  readonly onInternalError: (error: unknown, request: string) => void;
}

/**
 * The life of a request: identify the service, read and verify, parse, refuse what is not emulated, authorize, act,
 * answer. Of what nobody signed the head is asked before the body is read. Calls between services (`invoke`) enter where
 * the signature has been verified, and meet the rest.
 */
export class Gateway {
  readonly #settings: GatewaySettings;
  readonly #receiver: Receiver;
  readonly #authorizer: Authorizer;
  readonly #endpoints: Endpoints;

  constructor(settings: GatewaySettings) {
    this.#settings = settings;
    this.#receiver = new Receiver({ ...settings, authenticator: new Authenticator(settings) });
    this.#authorizer = new Authorizer(settings.log, settings.organization);
    this.#endpoints = new Endpoints(settings.services);
  }

  /** Answers one HTTP request. Never rejects: what goes wrong is an answer too. */
  async handle(incoming: HttpRequest, outgoing: HttpResponse): Promise<void> {
    const requestId = this.#settings.random.uuid();
    let request = headless(incoming);
    let endpoint = this.#endpoints.get("s3");
    const refuse = (error: unknown) =>
      endpoint.protocol.refuse(this.#serviceError(error, incoming), request, requestId);
    let response: WireResponse;
    let isUnreadable = false;
    let isStalled = false;
    try {
      const head = readRequestHead(incoming);
      request = head;
      const signature = readSignature(request);
      endpoint = this.#endpoints.of(request, signature);
      const isUnsigned = !("form" in signature) && signature.kind === "missing";
      const received = await this.#receiver.receive({
        service: endpoint.service,
        limits: (isUnsigned && this.#limitsByHead(endpoint, request, requestId)) || endpoint.protocol.limits,
        request,
        signature,
        sendContinue: () => sendContinue(head, outgoing),
      });
      response = await this.#answer(endpoint, request, received, requestId);
    } catch (error) {
      isUnreadable = error instanceof MalformedRequest && error.part === "uri";
      isStalled = error instanceof StalledBody;
      response = refuse(error);
    }
    const { clock, stalls } = this.#settings;
    const sending = { nowMs: clock.now(), stalls, isStalled };
    try {
      await sendResponse(incoming, outgoing, response, sending);
      if (isUnreadable) resetUnreadable(incoming, outgoing);
    } catch (error) {
      await sendResponse(incoming, outgoing, refuse(error), sending);
    }
  }

  /** One service calling another for a principal: past the same checks as a caller from outside. */
  async invoke(internal: InternalCall): Promise<unknown> {
    const { endpoint, action, call } = this.#within(internal);
    return this.#told(endpoint, action, call, true);
  }

  /** What policies say of a call, without carrying it out. Throws what refuses it for another reason. */
  judge(internal: InternalCall): readonly DecisionRecord[] {
    const { endpoint, action, call } = this.#within(internal);
    return this.#authorizer.judge(endpoint.service, action, call);
  }

  /** What policies say of one permission that a call to a service would need which is not emulated. */
  judgeOther(
    service: OtherServiceName | ServiceName,
    internal: Omit<InternalCall, "service" | "operation">,
    permission: Permission,
  ): DecisionRecord {
    return this.#authorizer.judgeOther(service, this.#callOf(internal), permission);
  }

  #within(internal: InternalCall) {
    const endpoint = this.#endpoints.get(internal.service);
    return { endpoint, action: endpoint.action(internal.operation), call: this.#callOf(internal) };
  }

  #callOf(internal: Omit<InternalCall, "service" | "operation">): Call<object> {
    return {
      input: internal.input,
      caller: internal.as,
      region: internal.region,
      now: this.#settings.clock.now(),
      requestId: internal.requestId ?? this.#settings.random.uuid(),
      transport: {
        ...(internal.forwards === undefined ? transportInsideAws : transportForwarded(internal.forwards)),
        viaService: internal.viaService,
        source: internal.source,
      },
    };
  }

  /**
   * Refuses an unsigned request for what its head shows, before anything of its body is read: anybody can send one. Answers
   * how much of a body it may have; undefined where the service needs the body to know what it is asked for.
   */
  #limitsByHead(endpoint: Endpoint, request: WireRequest, requestId: string): BodyLimits | undefined {
    const head = endpoint.protocol.readHead?.(request);
    if (head === undefined) return undefined;
    const action = endpoint.action(head.operation[2]);
    const call = this.#callFrom(request, head.input, undefined, noTrailers, requestId);
    try {
      endpoint.refuseUnknownMembers(action, call.input);
      this.#authorizer.refuse(endpoint.service, action, call);
    } catch (error) {
      if (this.#settings.calls.isWatched) this.#tell(endpoint, action, call, false, refusedBy(error));
      throw error;
    }
    return head.limits;
  }

  /** A call from outside. `authentication`: undefined where nobody signed. */
  #callFrom(
    request: WireRequest,
    input: object,
    authentication: Authentication | undefined,
    trailers: ReadonlyMap<string, string>,
    requestId: string,
  ): Call<object> {
    const now = this.#settings.clock.now();
    return {
      input,
      caller: authentication?.credential.caller ?? anonymousCaller,
      region: authentication?.signature.region ?? this.#settings.region,
      now,
      requestId,
      transport: transportOf(request, authentication?.signature, trailers, now),
    };
  }

  async #answer(
    endpoint: Endpoint,
    request: WireRequest,
    { authentication, payload, trailers }: Received,
    requestId: string,
  ): Promise<WireResponse> {
    const { service, protocol } = endpoint;
    let parsed: ParsedRequest | undefined;
    let output: unknown;
    try {
      parsed = await protocol.parse(request, payload);
      const action = endpoint.action(parsed.operation[2]);
      const call = this.#callFrom(request, parsed.input, authentication, trailers, requestId);
      const { caller, region, now } = call;
      const [, , operation] = parsed.operation;
      const accountId = caller.accountId ?? "";
      this.#settings.throttle?.admit({ service: service.name, operation, accountId, region, now });
      output = await this.#told(endpoint, action, call, false);
    } catch (error) {
      await payload.release();
      throw error;
    }
    // An action that was handed the body itself keeps it; a document has been read.
    if (!parsed.handsOverBody) await payload.release();
    this.#settings.activity.notify();
    return protocol.answer(parsed.operation, (output ?? {}) as object, request, requestId);
  }

  /** Performs, and tells whoever watches the calls what came of it. */
  async #told(endpoint: Endpoint, action: BoundAction, call: Call<object>, isInternal: boolean): Promise<unknown> {
    if (!this.#settings.calls.isWatched) return this.#perform(endpoint, action, call);
    try {
      const output = await this.#perform(endpoint, action, call);
      this.#tell(endpoint, action, call, isInternal, { kind: "answered", output: (output ?? {}) as object });
      return output;
    } catch (error) {
      this.#tell(endpoint, action, call, isInternal, refusedBy(error));
      throw error;
    }
  }

  #tell(
    endpoint: Endpoint,
    action: BoundAction,
    { now: at, requestId, caller, input }: Call<object>,
    isInternal: boolean,
    outcome: CallRecord["outcome"],
  ): void {
    this.#settings.calls.tell({
      ...{ at, requestId, isInternal, input, outcome },
      service: endpoint.service.name,
      operation: action.schema[2],
      principal: caller.principal,
    });
  }

  async #perform(endpoint: Endpoint, action: BoundAction, call: Call<object>): Promise<unknown> {
    endpoint.refuseUnknownMembers(action, call.input);
    return action.run(this.#authorizer.authorize(endpoint.service, action, call));
  }

  #serviceError(error: unknown, incoming: HttpRequest): ServiceError {
    const known = asServiceError(error);
    if (known !== undefined) return known;
    this.#settings.onInternalError(error, `${incoming.method} ${incoming.url}`);
    return internalError();
  }
}

function refusedBy(error: unknown): CallRecord["outcome"] {
  const { code, message, httpStatus } = asServiceError(error) ?? internalError();
  return { kind: "refused", code, message, httpStatus };
}

function internalError(): ServiceError {
  return new ServiceError("InternalError", "We encountered an internal error. Please try again.", 500);
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
    isInClear: false,
    hasBody: false,
    stream: incoming,
  };
}
