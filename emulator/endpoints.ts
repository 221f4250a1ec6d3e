import type { BoundAction, ServiceName } from "./model/action.ts";
import type { Service } from "./model/service.ts";
import { notImplemented } from "./model/service-error.ts";
import { isForm, protocolOf } from "./protocols.ts";
import type { Protocol } from "./wire/protocol.ts";
import type { WireRequest } from "./wire/request.ts";
import type { Signature, SignatureProblem } from "./wire/signature.ts";
import { hasNoEffect } from "./without-effect.ts";

/** A service with how it is spoken and what it can do. */
export class Endpoint {
  readonly service: Service;
  readonly protocol: Protocol;
  /** By operation name. */
  readonly #actions: ReadonlyMap<string, BoundAction>;

  constructor(service: Service) {
    this.service = service;
    this.protocol = protocolOf(service);
    this.#actions = new Map(service.actions.map((action) => [action.schema[2], action]));
  }

  /** Throws NotImplemented for an operation that is not emulated. */
  action(operation: string): BoundAction {
    const action = this.#actions.get(operation);
    if (action === undefined) throw notImplemented(`${this.service.name}:${operation}`);
    return action;
  }

  /** Throws NotImplemented where an input sets a member that is not emulated. */
  refuseUnknownMembers(action: BoundAction, input: object): void {
    for (const member in input) {
      if (action.emulates.has(member) || (input as Record<string, unknown>)[member] === undefined) continue;
      const { name } = this.service;
      if (!hasNoEffect(name, member))
        throw notImplemented(`The parameter \`${member}\` of ${name}:${action.schema[2]}`);
    }
  }
}

/** Every service, as requests name them. */
export class Endpoints {
  /** By the name in credential scopes. */
  readonly #bySigningName = new Map<string, Endpoint>();
  readonly #byTargetPrefix = new Map<string, Endpoint>();
  readonly #byName = new Map<ServiceName, Endpoint>();

  constructor(services: readonly Service[]) {
    for (const service of services) {
      const endpoint = new Endpoint(service);
      this.#bySigningName.set(service.signingName, endpoint);
      if (service.protocol.kind === "aws-json") this.#byTargetPrefix.set(service.protocol.targetPrefix, endpoint);
      this.#byName.set(service.name, endpoint);
    }
  }

  get(name: ServiceName): Endpoint {
    const endpoint = this.#byName.get(name);
    if (endpoint === undefined) throw notImplemented(`The service \`${name}\``);
    return endpoint;
  }

  /** `X-Amz-Target` names the service, or the signature does; an unsigned request shows it in its form. */
  of(request: WireRequest, signature: Signature | SignatureProblem): Endpoint {
    const target = request.headers.get("x-amz-target");
    const targeted = target && this.#byTargetPrefix.get(target.slice(0, target.lastIndexOf(".")));
    if (targeted) return targeted;
    if ("form" in signature) {
      const endpoint = this.#bySigningName.get(signature.service);
      if (endpoint === undefined) throw notImplemented(`The service \`${signature.service}\``);
      return endpoint;
    }
    return this.get(isForm(request) && request.method === "POST" && request.rawPath === "/" ? "sts" : "s3");
  }
}
