import type { BoundAction, ServiceName } from "./action.ts";

export interface QuerySettings {
  /** `2010-08-01` */
  readonly version: string;
  readonly xmlNamespace: string;
}

/** A service as the gateway serves it. */
export interface Service {
  readonly name: ServiceName;
  /** The name in credential scopes: `s3`, `kinesis`, `monitoring` for CloudWatch. */
  readonly signingName: string;
  /** How it is spoken; a service may accept several. */
  readonly protocol:
    | {
        readonly kind: "aws-json";
        readonly version: "1.0" | "1.1";
        readonly targetPrefix: string;
        /** Set where the service is spoken in Smithy's RPC v2 CBOR too, by the same name. */
        readonly hasRpcV2Cbor?: true;
        /** Set where the service was spoken in the query protocol first: older clients still do. */
        readonly query?: QuerySettings;
        /** Set where actions copy what they keep of blobs, so that these may lie in memory that is used again. */
        readonly copiesBlobs?: true;
      }
    | ({ readonly kind: "aws-query" } & QuerySettings)
    | { readonly kind: "rest-xml"; readonly xmlNamespace: string };
  /** Exports of the service's SDK client: the schemas of every operation that AWS has, emulated or not. */
  readonly model: Readonly<Record<string, unknown>>;
  readonly actions: readonly BoundAction[];
  /** Operations of the query protocol that nobody signs. S3 is no such service: there anybody may come unsigned. */
  readonly unsignedActions?: ReadonlySet<string>;
  /** Ends timers and frees what the store holds. */
  close(): Promise<void>;
}
