import type { StaticOperationSchema } from "@smithy/types";
import type { Body } from "../model/action.ts";
import type { Payload } from "../model/payload.ts";
import type { ServiceError } from "../model/service-error.ts";
import type { BodyLimits } from "./body.ts";
import type { WireRequest } from "./request.ts";

/** What a request says before its body. */
export interface RequestHead {
  readonly operation: StaticOperationSchema;
  /** The members that are not in the body; the one that is throws `UnreadBody` when it is read. */
  readonly input: Record<string, unknown>;
  /** How much of a body this operation may have, and where it is kept. */
  readonly limits: BodyLimits;
}

/** A request as its service reads it. */
export interface ParsedRequest {
  readonly operation: StaticOperationSchema;
  readonly input: Record<string, unknown>;
  /** The body itself is a member of the input: from now on it belongs to the action. */
  readonly handsOverBody: boolean;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | Body | undefined;
}

/** How one service is spoken on the wire: requests in, answers and errors out, both by the SDK's schemas. */
export interface Protocol {
  readonly limits: BodyLimits;
  /**
   * Reads what `parse` reads but the body; undefined for services that nobody calls unsigned by policy. Throws a
   * `ServiceError` for what it cannot read.
   */
  readHead?(request: WireRequest): RequestHead;
  /** Throws a `ServiceError` for what it cannot read. */
  parse(request: WireRequest, body: Payload): Promise<ParsedRequest> | ParsedRequest;
  answer(operation: StaticOperationSchema, output: object, request: WireRequest, requestId: string): WireResponse;
  refuse(error: ServiceError, request: WireRequest, requestId: string): WireResponse;
}
