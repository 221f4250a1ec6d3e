import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type AwsSettings, createAws, type EmbeddedAws, reportFault } from "./embedded-aws.ts";
import type { Clock, VirtualClock } from "./model/clock.ts";
import { type HttpRequest, type HttpResponse, listen, type TlsSettings } from "./wire/server.ts";

export type { ApiOperation } from "./api-operations.ts";
export {
  type AwsSettings,
  createAws,
  type DirectCall,
  defaultAccounts,
  type EmbeddedAws,
  type FirehoseQuestion,
  type LikeAwsSettings,
} from "./embedded-aws.ts";
export { prefixProblem } from "./firehose/prefix.ts";
export { previewRecord, type RecordPreview } from "./firehose/preview.ts";
export { isManagedPolicyKnown, managedPolicyOfAws } from "./iam/aws-managed-policies.ts";
export type { IssuerKeys } from "./iam/identity-providers.ts";
export type { Account, AccountSettings } from "./model/account.ts";
export {
  accountOfArn,
  arnParts,
  bucketArn,
  bucketNameOf,
  formatArn,
  iamArn,
  rootArn,
  sessionArn,
} from "./model/arn.ts";
export type { CallFeed, CallRecord } from "./model/call-feed.ts";
export { type Clock, ScaledClock, SystemClock, VirtualClock } from "./model/clock.ts";
export type { DecisionLog, DecisionRecord } from "./model/decision-log.ts";
export type { DeliveryError, DeliveryLog, DeliveryRecord } from "./model/delivery-log.ts";
export type { OpenQuestions } from "./model/environment.ts";
export type { Organization } from "./model/organization.ts";
export { type Partition, partitionOf } from "./model/partition.ts";
export {
  type ControlPolicySettings,
  type ControlPolicyType,
  controlPolicyProblem,
  createOrganization,
  type MemberAccountSettings,
  type OrganizationalUnitSettings,
  type OrganizationSettings,
} from "./organization.ts";
export { explain, type Ground, groundsOf } from "./policy/index.ts";
export { accountRegionalName } from "./s3/naming.ts";
export { isBucketHost } from "./wire/s3-address.ts";
export type { HttpRequest, HttpResponse, TlsSettings } from "./wire/server.ts";

export interface EmulatorSettings<AnyClock extends Clock = Clock> extends AwsSettings<AnyClock> {
  /** `127.0.0.1` unless given. */
  readonly host?: string;
  /** Any free port unless given. */
  readonly port?: number;
  /** The port speaks TLS too; what comes without it is then insecure to policies (`aws:SecureTransport`). */
  readonly tls?: TlsSettings;
  /** Answers requests that are not for AWS, such as a control path; false leaves the request to AWS's services. */
  readonly beside?: (request: HttpRequest, response: HttpResponse) => boolean;
}

/** A running embedded AWS with a port of its own. */
export interface Emulator<AnyClock extends Clock = Clock> extends EmbeddedAws<AnyClock> {
  /** `http://127.0.0.1:<port>`; `https://` where it speaks TLS. */
  readonly url: string;
  readonly port: number;
  /** The file of `tls.authority`, for `AWS_CA_BUNDLE` and the like; goes with the emulator. */
  readonly authorityFile?: string;
  close(): Promise<void>;
}

/** Starts an embedded AWS on a port of its own. Rejects where the port is taken; nothing is left behind then. */
export async function startEmulator(settings?: EmulatorSettings<VirtualClock>): Promise<Emulator<VirtualClock>>;
export async function startEmulator<AnyClock extends Clock>(
  settings: EmulatorSettings<AnyClock> & { readonly clock: AnyClock },
): Promise<Emulator<AnyClock>>;
export async function startEmulator(settings: EmulatorSettings = {}): Promise<Emulator> {
  const { host = "127.0.0.1", port = 0, tls, beside } = settings;
  const aws = await createAws(settings);
  const handle = (request: HttpRequest, response: HttpResponse) => {
    if (beside?.(request, response) !== true) aws.handle(request, response);
  };
  const onFault = settings.onInternalError ?? reportFault;
  const server = await listen(handle, { host, port, tls, onFault }).catch(async (error) => {
    await aws[Symbol.asyncDispose]();
    throw error;
  });
  const authorityFile = tls?.authority && join(aws.temporaryFolder, "authority.pem");
  if (authorityFile) await writeFile(authorityFile, tls?.authority ?? "", { mode: 0o600 });
  const stop = async () => {
    await server.close();
    await aws[Symbol.asyncDispose]();
  };
  return {
    ...aws,
    get accounts() {
      return aws.accounts;
    },
    url: `${tls === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${server.port}`,
    port: server.port,
    ...(authorityFile && { authorityFile }),
    close: stop,
    [Symbol.asyncDispose]: stop,
  };
}
export { addressInsideAws } from "./transport.ts";
