import type { StaticOperationSchema } from "@smithy/types";
import type { Body } from "../model/action.ts";
import type { Payload } from "../model/payload.ts";
import type { ServiceError } from "../model/service-error.ts";
import type { BodyLimits } from "./body.ts";
import type { WireRequest } from "./request.ts";

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
  /** Throws a `ServiceError` for what it cannot read. */
  parse(request: WireRequest, body: Payload): Promise<ParsedRequest> | ParsedRequest;
  answer(operation: StaticOperationSchema, output: object, request: WireRequest, requestId: string): WireResponse;
  refuse(error: ServiceError, request: WireRequest, requestId: string): WireResponse;
}
