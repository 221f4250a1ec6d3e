import type { ServiceName } from "../model/action.ts";
import type { Caller } from "../model/caller.ts";
import type { Environment, InternalCall } from "../model/environment.ts";
import { ServiceError } from "../model/service-error.ts";

/** A call of Firehose to another service that was refused, with what finds it in the decision log. */
export class RefusedCall extends Error {
  override readonly name = "RefusedCall";
  readonly service: ServiceName;
  readonly operation: string;
  readonly code: string;
  readonly requestId: string;

  constructor(
    call: { readonly service: ServiceName; readonly operation: string },
    requestId: string,
    error: ServiceError,
  ) {
    super(error.message, { cause: error });
    this.service = call.service;
    this.operation = call.operation;
    this.code = error.code;
    this.requestId = requestId;
  }
}

export interface ServiceCall {
  readonly as: Caller;
  readonly service: ServiceName;
  readonly operation: string;
  readonly input: object;
  readonly region: string;
  /** See `InternalCall.viaService`. */
  readonly viaService?: string;
  /** See `InternalCall.forwards`. */
  readonly forwards?: InternalCall["forwards"];
  /** See `InternalCall.source`. */
  readonly source?: InternalCall["source"];
}

/** Calls another service and meets every check that any caller meets. Rejects with `RefusedCall`. */
export async function callService<Output>(environment: Environment, call: ServiceCall): Promise<Output> {
  const requestId = environment.random.uuid();
  try {
    return (await environment.invoke({ ...call, requestId })) as Output;
  } catch (error) {
    throw error instanceof ServiceError ? new RefusedCall(call, requestId, error) : error;
  }
}
