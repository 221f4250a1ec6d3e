import type { StaticOperationSchema } from "@smithy/types";
import type { Decision, Policy } from "../policy/types.ts";
import type { Caller } from "./caller.ts";
import type { Payload } from "./payload.ts";

export type ServiceName = "sts" | "iam" | "s3" | "kinesis" | "firehose" | "kms" | "logs" | "cloudwatch";

/** Services that are not emulated and that policies are asked about all the same. */
export type OtherServiceName = "lambda" | "glue";

/** One call of one operation, parsed and authenticated, not yet authorized. */
export interface Call<Input> {
  readonly input: Input;
  readonly caller: Caller;
  readonly region: string;
  /** Milliseconds since the epoch: the one moment at which the whole call happens. */
  readonly now: number;
  readonly requestId: string;
  /** How the request came in, for condition keys and S3's headers. */
  readonly transport: Transport;
}

export interface Transport {
  /** `aws:SecureTransport`. */
  readonly secure: boolean;
  /** `aws:SourceIp`; calls from inside AWS carry an address of AWS. */
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  readonly referer: string | undefined;
  /** `s3:authType`: how the request was signed. */
  readonly authType: "REST-HEADER" | "REST-QUERY-STRING" | undefined;
  /** Milliseconds since the request was signed, for `s3:signatureAge`. */
  readonly signatureAgeMs: number | undefined;
  /** `x-amz-content-sha256` as sent, for `s3:x-amz-content-sha256`. */
  readonly contentSha256: string | undefined;
  /** Checksums that came behind the body in an `aws-chunked` request, by lower-case header name. */
  readonly trailers: ReadonlyMap<string, string>;
  /** The host name that the client used, for locations in answers. */
  readonly host: string;
  /** Set where one AWS service calls another for a principal: `aws:ViaAWSService`, `aws:CalledVia`. */
  readonly calledVia: readonly string[];
  /** `s3.us-east-1.amazonaws.com` where that service calls KMS with its caller's own credentials: `kms:ViaService`. */
  readonly viaService: string | undefined;
  /** Set where an AWS service calls as itself for a resource of a customer: `aws:SourceArn`, `aws:SourceAccount`. */
  readonly source: CallSource | undefined;
}

export interface CallSource {
  readonly arn: string;
  readonly accountId: string;
}

/** Something that a call must be allowed to do before it runs. */
export interface Permission {
  /** Who must be allowed, where it is not the caller: whoever an unsigned request proves itself to be. */
  readonly as?: Caller;
  /** `s3:PutObject` */
  readonly action: string;
  readonly resource: { readonly arn: string; readonly accountId: string; readonly isAwsManaged?: boolean };
  /** The service's own condition keys, in lower case. Keys whose value is undefined are absent. */
  readonly context?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Policies on the resource: bucket policy, ACL as statements, key policy, trust policy. */
  readonly resourcePolicies?: readonly Policy[];
  /** See `AuthorizationRequest.resourceSide.rule`; `union` unless said otherwise. */
  readonly rule?: "union" | "resource-must-allow";
  /** The error where the default (AccessDenied in the service's own words) is not what AWS says. */
  readonly denied?: (decision: Decision) => Error;
}

/** What has to be allowed before a call runs. */
export type Needs = readonly Permission[] | "public" | "part-by-part";

declare const authorization: unique symbol;

/**
 * A call that the policies of both sides allow. Only `emulator/authorize.ts` makes one, so an action that skipped the
 * check does not compile.
 */
export interface Authorized<Input> extends Call<Input> {
  readonly [authorization]: "every permission of the action was allowed";
  /** The call's own account; the caller is known to have one. */
  readonly accountId: string;
  /** Whether a further permission would be allowed, where the answer depends on it (a 404 rather than a 403). */
  may(permission: Permission): boolean;
  /** Refuses as an action's own permissions do, for permissions that show only while the call runs. */
  require(permission: Permission): void;
}

/** One API operation: what it reads, what it needs and what it does. */
export interface Action<Store, Input, Output> {
  /** The SDK's own schema of the operation. */
  readonly schema: StaticOperationSchema;
  /** Input members that are emulated. A request that sets any other is refused as not implemented, by its name. */
  readonly emulates: readonly (keyof Input & string)[];
  /**
   * What the caller must be allowed to do. Throws the service's error where the resource that decides it is missing.
   * `"public"`: needs no permission (sts:GetCallerIdentity). `"part-by-part"`: `run` requires one for each part of the
   * request, which fails by itself (s3:DeleteObjects). An empty list is a fault: it would let everybody through.
   */
  readonly permissions: (store: Store, call: Call<Input>) => Needs;
  readonly run: (store: Store, request: Authorized<Input>) => Output | Promise<Output>;
}

/** Keeps an action's input and output types together where it is defined. */
export function action<Store, Input extends object, Output>(
  definition: Action<Store, Input, Output>,
): Action<Store, Input, Output> {
  return definition;
}

/** An action with its store, as the gateway holds it. */
export interface BoundAction {
  readonly schema: StaticOperationSchema;
  readonly emulates: ReadonlySet<string>;
  permissions(call: Call<object>): Needs;
  run(request: Authorized<object>): unknown;
}

export function bind<Store>(
  store: Store,
  // biome-ignore lint/suspicious/noExplicitAny: each action has its own input type; the gateway pairs it with its schema
  actions: readonly Action<Store, any, any>[],
): readonly BoundAction[] {
  return actions.map((each) => ({
    schema: each.schema,
    emulates: new Set(each.emulates),
    permissions: (call) => each.permissions(store, call),
    run: (request) => each.run(store, request),
  }));
}

/** A body member of S3 (`Body`) as an action gets it, and as it gives one back. */
export type Body = Payload | { readonly payload: Payload; readonly start: number; readonly end: number };
