import { Authenticator, anonymousCaller } from "./authenticate.ts";
import { Authorizer } from "./authorize.ts";
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
import { notImplemented, ServiceError } from "./model/service-error.ts";
import { isForm, protocolOf } from "./protocols.ts";
import { type Received, Receiver } from "./receive.ts";
import type { Throttle } from "./throttle.ts";
import { transportForwarded, transportInsideAws, transportOf } from "./transport.ts";
import { asServiceError } from "./wire/errors.ts";
import type { ParsedRequest, Protocol, WireResponse } from "./wire/protocol.ts";
import { MalformedRequest, readRequestHead, type WireRequest } from "./wire/request.ts";
import { resetUnreadable, sendContinue, sendResponse } from "./wire/respond.ts";
import type { HttpRequest, HttpResponse } from "./wire/server.ts";
import { readSignature, type Signature, type SignatureProblem } from "./wire/signature.ts";
import { hasNoEffect } from "./without-effect.ts";

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
  readonly #receiver: Receiver;
  readonly #authorizer: Authorizer;
  /** By the name in credential scopes. */
  readonly #bySigningName = new Map<string, Endpoint>();
  readonly #byTargetPrefix = new Map<string, Endpoint>();
  readonly #byName = new Map<ServiceName, Endpoint>();

  constructor(settings: GatewaySettings) {
    this.#settings = settings;
    this.#receiver = new Receiver({ ...settings, authenticator: new Authenticator(settings) });
    this.#authorizer = new Authorizer(settings.log, settings.organization);
    for (const service of settings.services) {
      const endpoint = {
        service,
        protocol: protocolOf(service),
        actions: new Map(service.actions.map((action) => [action.schema[2], action])),
      };
      this.#bySigningName.set(service.signingName, endpoint);
      if (service.protocol.kind === "aws-json") this.#byTargetPrefix.set(service.protocol.targetPrefix, endpoint);
      this.#byName.set(service.name, endpoint);
    }
  }

  /** Answers one HTTP request. Never rejects: what goes wrong is an answer too. */
  async handle(incoming: HttpRequest, outgoing: HttpResponse): Promise<void> {
    const requestId = this.#settings.random.uuid();
    let request = headless(incoming);
    let endpoint = this.#get("s3");
    const refuse = (error: unknown) =>
      endpoint.protocol.refuse(this.#serviceError(error, incoming), request, requestId);
    let response: WireResponse;
    let isUnreadable = false;
    try {
      const head = readRequestHead(incoming);
      request = head;
      const signature = readSignature(request);
      endpoint = this.#identify(request, signature);
      const received = await this.#receiver.receive({
        service: endpoint.service,
        limits: endpoint.protocol.limits,
        request,
        signature,
        sendContinue: () => sendContinue(head, outgoing),
      });
      response = await this.#answer(endpoint, request, received, requestId);
    } catch (error) {
      isUnreadable = error instanceof MalformedRequest && error.part === "uri";
      response = refuse(error);
    }
    try {
      await sendResponse(incoming, outgoing, response, this.#settings.clock.now());
      if (isUnreadable) resetUnreadable(incoming, outgoing);
    } catch (error) {
      await sendResponse(incoming, outgoing, refuse(error), this.#settings.clock.now());
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
    const endpoint = this.#get(internal.service);
    const action = endpoint.actions.get(internal.operation);
    if (action === undefined) throw notImplemented(`${internal.service}:${internal.operation}`);
    return { endpoint, action, call: this.#callOf(internal) };
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

  async #answer(
    endpoint: Endpoint,
    request: WireRequest,
    { authentication, payload, trailers }: Received,
    requestId: string,
  ): Promise<WireResponse> {
    const { service, protocol } = endpoint;
    const now = this.#settings.clock.now();
    let parsed: ParsedRequest | undefined;
    let output: unknown;
    try {
      parsed = await protocol.parse(request, payload);
      const action = endpoint.actions.get(parsed.operation[2]);
      if (action === undefined) throw notImplemented(`${service.name}:${parsed.operation[2]}`);
      const caller = authentication?.credential.caller ?? anonymousCaller;
      const region = authentication?.signature.region ?? this.#settings.region;
      const [, , operation] = parsed.operation;
      const accountId = caller.accountId ?? "";
      this.#settings.throttle?.admit({ service: service.name, operation, accountId, region, now });
      const call = {
        input: parsed.input,
        caller,
        region,
        now,
        requestId,
        transport: transportOf(request, authentication?.signature, trailers, now),
      };
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
    const { calls } = this.#settings;
    if (!calls.isWatched) return this.#perform(endpoint, action, call);
    const { now: at, requestId, caller, input } = call;
    const tell = (outcome: CallRecord["outcome"]) =>
      calls.tell({
        ...{ at, requestId, isInternal, input, outcome },
        service: endpoint.service.name,
        operation: action.schema[2],
        principal: caller.principal,
      });
    try {
      const output = await this.#perform(endpoint, action, call);
      tell({ kind: "answered", output: (output ?? {}) as object });
      return output;
    } catch (error) {
      const { code, message, httpStatus } = asServiceError(error) ?? internalError();
      tell({ kind: "refused", code, message, httpStatus });
      throw error;
    }
  }

  async #perform(endpoint: Endpoint, action: BoundAction, call: Call<object>): Promise<unknown> {
    for (const member in call.input) {
      if (action.emulates.has(member) || (call.input as Record<string, unknown>)[member] === undefined) continue;
      const { name } = endpoint.service;
      if (!hasNoEffect(name, member))
        throw notImplemented(`The parameter \`${member}\` of ${name}:${action.schema[2]}`);
    }
    return action.run(this.#authorizer.authorize(endpoint.service, action, call));
  }

  /** `X-Amz-Target` names the service, or the signature does; an unsigned request shows it in its form. */
  #identify(request: WireRequest, signature: Signature | SignatureProblem): Endpoint {
    const target = request.headers.get("x-amz-target");
    const targeted = target && this.#byTargetPrefix.get(target.slice(0, target.lastIndexOf(".")));
    if (targeted) return targeted;
    if ("form" in signature) {
      const endpoint = this.#bySigningName.get(signature.service);
      if (endpoint === undefined) throw notImplemented(`The service \`${signature.service}\``);
      return endpoint;
    }
    return this.#get(isForm(request) && request.method === "POST" && request.rawPath === "/" ? "sts" : "s3");
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
    return internalError();
  }
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
    hasBody: false,
    stream: incoming,
  };
}
