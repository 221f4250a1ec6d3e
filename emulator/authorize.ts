import type { Authorized, BoundAction, Call, OtherServiceName, Permission, ServiceName } from "./model/action.ts";
import type { DecisionLog, DecisionRecord } from "./model/decision-log.ts";
import type { Organization } from "./model/organization.ts";
import type { Service } from "./model/service.ts";
import { ServiceError } from "./model/service-error.ts";
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
    if (permissions === "public") {
      // Without permissions to check, at least somebody must have signed.
      if (call.caller.principal.kind === "anonymous") throw accessDenied(service, "Access Denied");
    } else if (permissions !== "part-by-part") {
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
    const { request, decision } = this.#decide(service.name, operation, call, permission);
    if (decision.kind === "allowed") return;
    throw permission.denied?.(decision) ?? accessDenied(service, accessDeniedMessage(request, decision));
  }

  #decide(
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
    const record = { at, requestId, service, operation, request, decision: decide(request) };
    this.#log.record(record);
    return record;
  }
}

/** The brand alone, which no value carries at run time. */
type Authorization = Pick<Authorized<object>, Extract<keyof Authorized<object>, symbol>>;

function accessDenied(service: Service, message: string): ServiceError {
  return service.protocol.kind === "aws-json"
    ? new ServiceError("AccessDeniedException", message, 400, { isAuthFailure: true })
    : new ServiceError("AccessDenied", message, 403, { isAuthFailure: true });
}
