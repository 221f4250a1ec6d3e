import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { FirehoseClient } from "@aws-sdk/client-firehose";
import { IAMClient } from "@aws-sdk/client-iam";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { DEFAULT_MAX_ATTEMPTS, MAXIMUM_RETRY_DELAY, StandardRetryStrategy } from "@smithy/core/retry";
import pRetry from "p-retry";
import { learnCredentials, learningPlugin, learningProvider } from "./redaction/known-secrets.ts";
import type { AccountAccess, ClientPlugin } from "./target.ts";

/** Unmodified SDK clients that act for one caller. */
export interface AccountClients extends Disposable {
  readonly sts: STSClient;
  readonly iam: IAMClient;
  readonly s3: S3Client;
  readonly kinesis: KinesisClient;
  readonly firehose: FirehoseClient;
  readonly kms: KMSClient;
  readonly logs: CloudWatchLogsClient;
}

/** What clients need to know of an account. */
export type ClientAccess = Pick<
  AccountAccess,
  | "region"
  | "credentials"
  | "endpoint"
  | "isHttp1Only"
  | "isPathStyle"
  | "maxAttempts"
  | "speed"
  | "signsAt"
  | "plugins"
>;

export function clientsFor(access: ClientAccess): AccountClients {
  const { region, credentials, endpoint, isHttp1Only = false, maxAttempts, signsAt, plugins = [] } = access;
  const { isPathStyle = endpoint !== undefined, speed = 1 } = access;
  const attempts = {
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(speed !== 1 && { retryStrategy: hurriedRetries(speed, maxAttempts) }),
  };
  const config = {
    region,
    // The SDK writes into the object that it is given.
    credentials: typeof credentials === "function" ? learningProvider(credentials) : { ...credentials },
    ...(endpoint !== undefined && { endpoint }),
    ...attempts,
  };
  if (typeof credentials !== "function") learnCredentials(credentials);
  const sts = new STSClient(config);
  const clients = {
    sts,
    iam: new IAMClient(config),
    // Bucket names as host names would need a DNS that knows them.
    // The accounts may have regions of their own.
    s3: new S3Client({ ...config, forcePathStyle: isPathStyle, followRegionRedirects: true }),
    // Its own handler speaks HTTP/2; the others' HTTP/1.1.
    kinesis: new KinesisClient({ ...config, ...(isHttp1Only && { requestHandler: sts.config.requestHandler }) }),
    firehose: new FirehoseClient(config),
    kms: new KMSClient(config),
    logs: new CloudWatchLogsClient(config),
  };
  for (const client of Object.values(clients)) {
    for (const plugin of [learningPlugin, ...plugins]) client.middlewareStack.use(plugin);
    if (signsAt !== undefined) signBy(client, signsAt);
    if (speed !== 1) client.middlewareStack.use(signedAgainIfLate);
  }
  return {
    ...clients,
    [Symbol.dispose]() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

/** More would say that it is not this machine that is late. */
const lateRetries = 5;

/**
 * A request that a busy machine sends late has a signature that a fast clock has left behind: it is signed anew, for it
 * was not carried out.
 */
const signedAgainIfLate: ClientPlugin = {
  applyToStack(stack) {
    stack.add(
      (next) => (args) => pRetry(() => next(args), { retries: lateRetries, minTimeout: 0, shouldRetry: isLate }),
      { step: "initialize", priority: "low", name: "signedAgainIfLate" },
    );
  },
};

function isLate({ error: { name, message } }: { readonly error: Error }): boolean {
  return name === "RequestTimeTooSkewed" || message.startsWith("Signature expired: ");
}

/** The SDK's own, which waits in seconds of this machine, with the longest waits of its in seconds of a faster clock. */
function hurriedRetries(speed: number, maxAttempts = DEFAULT_MAX_ATTEMPTS): StandardRetryStrategy {
  let baseMs = 0;
  const backoff = {
    setDelayBase: (delayMs: number) => {
      baseMs = delayMs;
    },
    computeNextBackoffDelay: (attempt: number) => Math.min(MAXIMUM_RETRY_DELAY, baseMs * 2 ** attempt) / speed,
  };
  return new StandardRetryStrategy({ maxAttempts, backoff });
}

/** The SDK corrects its offset by what it is answered, which is late for a clock that runs fast. */
function signBy({ config }: { readonly config: object }, signsAt: () => number): void {
  Object.defineProperty(config, "systemClockOffset", { get: () => signsAt() - Date.now(), set: () => {} });
}
