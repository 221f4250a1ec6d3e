import type {
  Authorized,
  BoundAction,
  Call,
  Needs,
  OtherServiceName,
  Permission,
  ServiceName,
} from "./model/action.ts";
import type { DecisionLog, DecisionRecord } from "./model/decision-log.ts";
import type { Organization } from "./model/organization.ts";
import type { Service } from "./model/service.ts";
import { ServiceError } from "./model/service-error.ts";
import { UnreadBody } from "./model/unread-body.ts";
import { accessDeniedMessage, decide } from "./policy/index.ts";
import type { AuthorizationRequest } from "./policy/types.ts";
import { RequestContext } from "./request-context.ts";

/**
 * The one place that turns a `Call` into an `Authorized` one: every permission that the action needs is decided from the
 * policies in force, recorded, and refused in the service's words where it is not allowed.
 */
export class Authorizer {
  readonly #log: DecisionLog;
  readonly #organization: Organization;

  constructor(log: DecisionLog, organization: Organization) {
    this.#log = log;
    this.#organization = organization;
  }

  authorize(service: Service, action: BoundAction, call: Call<object>): Authorized<object> {
    const operation = action.schema[2];
    const permissions = action.permissions(call);
    if (permissions === "public") refuseNobody(service, call);
    else if (permissions !== "part-by-part") {
      // Nothing to check is a fault of the action, not a permission: whoever called would be let through.
      if (permissions.length === 0) throw new TypeError(`${service.name}:${operation} names no permission to check`);
      for (const permission of permissions) this.#require(service, operation, call, permission);
    }
    const authorized: Omit<Authorized<object>, keyof Authorization> = {
      ...call,
      accountId: call.caller.accountId ?? "",
      may: (permission) => this.#decide(service.name, operation, call, permission).decision.kind === "allowed",
      require: (permission) => this.#require(service, operation, call, permission),
    };
    return authorized as Authorized<object>;
  }

  /**
   * Throws what `authorize` would throw, where the head of a request shows it already: `head` is the call without its body.
   * What is let through is not allowed by that: `authorize` decides about the whole of it, and records what allows it.
   */
  refuse(service: Service, action: BoundAction, head: Call<object>): void {
    const permissions = permissionsByHead(action, head);
    if (permissions === "public") refuseNobody(service, head);
    if (permissions === undefined || typeof permissions === "string") return;
    for (const permission of permissions) {
      const record = this.#judged(service.name, action.schema[2], head, permission);
      const refusal = refusalOf(service, permission, record);
      if (refusal === undefined) continue;
      this.#log.record(record);
      throw refusal;
    }
  }

  /** What the policies say of a call that is not carried out: every permission that it would need, each decided. */
  judge(service: Service, action: BoundAction, call: Call<object>): readonly DecisionRecord[] {
    const permissions = action.permissions(call);
    if (typeof permissions === "string") return [];
    return permissions.map((permission) => this.#decide(service.name, action.schema[2], call, permission));
  }

  /** What the policies say of something that a service which is not emulated would be asked for. */
  judgeOther(service: OtherServiceName | ServiceName, call: Call<object>, permission: Permission): DecisionRecord {
    return this.#decide(service, permission.action.replace(/.*:/, ""), call, permission);
  }

  #require(service: Service, operation: string, call: Call<object>, permission: Permission): void {
    const refusal = refusalOf(service, permission, this.#decide(service.name, operation, call, permission));
    if (refusal !== undefined) throw refusal;
  }

  #decide(
    service: OtherServiceName | ServiceName,
    operation: string,
    call: Call<object>,
    permission: Permission,
  ): DecisionRecord {
    const record = this.#judged(service, operation, call, permission);
    this.#log.record(record);
    return record;
  }

  #judged(
    service: OtherServiceName | ServiceName,
    operation: string,
    made: Call<object>,
    permission: Permission,
  ): DecisionRecord {
    const call = permission.as === undefined ? made : { ...made, caller: permission.as };
    const request: AuthorizationRequest = {
      principal: call.caller.principal,
      canonicalUserId: call.caller.canonicalUserId,
      action: permission.action,
      resource: permission.resource,
      context: new RequestContext(call, permission, this.#organization),
      principalSide: call.caller.policiesInForce(),
      resourceSide: {
        policies: permission.resourcePolicies ?? [],
        resourceControlPolicies: this.#organization.resourceControlPolicies(permission.resource.accountId),
        rule: permission.rule ?? "union",
      },
    };
    const { now: at, requestId } = call;
    return { at, requestId, service, operation, request, decision: decide(request) };
  }
}

/** The brand alone, which no value carries at run time. */
type Authorization = Pick<Authorized<object>, Extract<keyof Authorized<object>, symbol>>;

/** Undefined where the body has to say what is needed. */
function permissionsByHead(action: BoundAction, head: Call<object>): Needs | undefined {
  try {
    return action.permissions(head);
  } catch (error) {
    if (error instanceof UnreadBody) return undefined;
    throw error;
  }
}

/** Without permissions to check, at least somebody must have signed. */
function refuseNobody(service: Service, { caller }: Call<object>): void {
  if (caller.principal.kind === "anonymous") throw accessDenied(service, "Access Denied");
}

/** The error for a permission that is not allowed. */
function refusalOf(service: Service, permission: Permission, { request, decision }: DecisionRecord): Error | undefined {
  if (decision.kind === "allowed") return undefined;
  return permission.denied?.(decision) ?? accessDenied(service, accessDeniedMessage(request, decision));
}

function accessDenied(service: Service, message: string): ServiceError {
  return service.protocol.kind === "aws-json"
    ? new ServiceError("AccessDeniedException", message, 400, { isAuthFailure: true })
    : new ServiceError("AccessDenied", message, 403, { isAuthFailure: true });
}
