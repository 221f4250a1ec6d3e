import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Gateway } from "./gateway.ts";
import { IamStore } from "./iam/store.ts";
import { type Account, AccountDirectory, type AccountSettings } from "./model/account.ts";
import { Activity } from "./model/activity.ts";
import { CallFeed } from "./model/call-feed.ts";
import { type Clock, SystemClock, VirtualClock } from "./model/clock.ts";
import { DecisionLog } from "./model/decision-log.ts";
import { DeliveryLog } from "./model/delivery-log.ts";
import type { Environment } from "./model/environment.ts";
import { MetricStore } from "./model/metrics.ts";
import { noOrganization, type Organization } from "./model/organization.ts";
import { awsPace, briefPace, exactly } from "./model/pace.ts";
import { Random } from "./model/random.ts";
import type { Service } from "./model/service.ts";
import { createServices } from "./services.ts";
import { Throttle } from "./throttle.ts";
import { inputOf, operationsOf } from "./wire/operations.ts";
import { type HttpRequest, type HttpResponse, listen } from "./wire/server.ts";

export type { Account, AccountSettings } from "./model/account.ts";
export type { CallFeed, CallRecord } from "./model/call-feed.ts";
export { type Clock, ScaledClock, SystemClock, VirtualClock } from "./model/clock.ts";
export type { DecisionLog, DecisionRecord } from "./model/decision-log.ts";
export type { DeliveryError, DeliveryLog, DeliveryRecord } from "./model/delivery-log.ts";
export type { Organization } from "./model/organization.ts";
export {
  type ControlPolicySettings,
  createOrganization,
  type MemberAccountSettings,
  type OrganizationalUnitSettings,
  type OrganizationSettings,
} from "./organization.ts";
export { explain, type Ground, groundsOf } from "./policy/index.ts";
export type { HttpRequest, HttpResponse } from "./wire/server.ts";

/**
 * AWS's behaviour in time: changes of IAM, of buckets and grants that are seen later, streams that take their time to be
 * created and deleted, Firehose's least buffering interval, request rates, and signatures and sessions that are dated by
 * the emulator's clock alone.
 */
export interface LikeAwsSettings {
  /** The share of all calls, from 0 to 1, that is refused as too fast whatever their rate; none unless given. */
  readonly throttledShare?: number;
}

export interface EmulatorSettings<AnyClock extends Clock = Clock> {
  /** The accounts that exist; A (111111111111) and B (222222222222) unless given. More can be added while it runs. */
  readonly accounts?: readonly AccountSettings[];
  /** A `VirtualClock` that stands at the present time unless given. */
  readonly clock?: AnyClock;
  /** Seed of every identifier; drawn unless given. */
  readonly seed?: number;
  /** `us-east-1` unless given. */
  readonly region?: string;
  /** `127.0.0.1` unless given. */
  readonly host?: string;
  /** Any free port unless given. */
  readonly port?: number;
  /** In no organization unless given; `createOrganization` makes one. */
  readonly organization?: Organization;
  /**
   * How long the rest of AWS does not see a change in IAM yet: principals that policies name, roles to be assumed,
   * permissions. 0 unless given; AWS takes seconds. Source: IAM User Guide, "Changes that I make are not always
   * immediately visible". With `likeAws` it is drawn for each change unless given.
   */
  readonly iamPropagationMs?: number;
  /** Takes the times, limits and delays of AWS; none of it unless given. */
  readonly likeAws?: LikeAwsSettings;
  /** Answers requests that are not for AWS, such as a control path; false leaves the request to AWS's services. */
  readonly beside?: (request: HttpRequest, response: HttpResponse) => boolean;
  /** Told of faults of the emulator itself; the client gets InternalError. Written to standard error unless given. */
  readonly onInternalError?: (error: unknown, request: string) => void;
}

/** One operation of a service's API, and what of it is emulated. */
export interface ApiOperation {
  readonly service: string;
  /** `PutObject` */
  readonly name: string;
  /** Parameters that are emulated; undefined where the operation as a whole is refused. */
  readonly emulated: readonly string[] | undefined;
  /** Parameters that AWS has and the emulator refuses by name. */
  readonly refused: readonly string[];
}

/** A running embedded AWS. */
export interface Emulator<AnyClock extends Clock = Clock> extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  readonly region: string;
  readonly clock: AnyClock;
  readonly seed: number;
  readonly accounts: readonly Account[];
  /** Every authorization decision with its reasons: what AccessDenied leaves unsaid. */
  readonly decisions: DecisionLog;
  /** Every call as it is carried out or refused, those between services included. */
  readonly calls: CallFeed;
  /** What became of the data of each delivery stream: written where, or refused by whom, and tried again when. */
  readonly deliveries: DeliveryLog;
  /** Every operation that the emulated services have on AWS. */
  operations(): readonly ApiOperation[];
  addAccount(settings: AccountSettings): Account;
  close(): Promise<void>;
}

export const defaultAccounts: readonly AccountSettings[] = [
  { id: "111111111111", name: "A" },
  { id: "222222222222", name: "B" },
];

/** Starts an embedded AWS on a port of its own. Rejects where the port is taken; nothing is left behind then. */
export async function startEmulator(settings?: EmulatorSettings<VirtualClock>): Promise<Emulator<VirtualClock>>;
export async function startEmulator<AnyClock extends Clock>(
  settings: EmulatorSettings<AnyClock> & { readonly clock: AnyClock },
): Promise<Emulator<AnyClock>>;
export async function startEmulator(settings: EmulatorSettings = {}): Promise<Emulator> {
  const onInternalError = settings.onInternalError ?? reportFault;
  const hostClock = new SystemClock((error) => onInternalError(error, "a scheduled task"));
  const clock = settings.clock ?? new VirtualClock(hostClock.now());
  const random = new Random(settings.seed ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
  const region = settings.region ?? "us-east-1";
  const accounts = new AccountDirectory(settings.accounts ?? defaultAccounts, random);
  const organization = settings.organization ?? noOrganization;
  const { likeAws, iamPropagationMs } = settings;
  const pace = likeAws === undefined ? briefPace : awsPace;
  const propagation = iamPropagationMs === undefined ? pace.iamPropagation : exactly(iamPropagationMs);
  const identities = new IamStore({ accounts, organization, clock, random, propagation });
  const activity = new Activity();
  const deliveries = new DeliveryLog();
  const temporaryFolder = await mkdtemp(join(tmpdir(), "crosscheck-"));
  const environment: Environment = {
    clock,
    random,
    accounts,
    principals: identities,
    credentials: identities,
    organization,
    region,
    pace,
    activity,
    deliveries,
    metrics: new MetricStore(),
    temporaryFolder,
    invoke: (call) => gateway.invoke(call),
  };
  const services = createServices(environment, identities);
  const decisions = new DecisionLog();
  const calls = new CallFeed();
  const gateway = new Gateway({
    services,
    credentials: identities,
    organization,
    clock,
    otherClock: likeAws === undefined ? hostClock : undefined,
    throttle: likeAws && new Throttle(likeAws.throttledShare ?? 0, random),
    random,
    log: decisions,
    calls,
    activity,
    region,
    temporaryFolder,
    onInternalError,
  });
  const host = settings.host ?? "127.0.0.1";
  const close = async () => {
    for (const service of services) await service.close();
    await rm(temporaryFolder, { recursive: true, force: true });
  };
  const handle = (request: HttpRequest, response: HttpResponse) => {
    if (settings.beside?.(request, response) !== true) void gateway.handle(request, response);
  };
  const server = await listen(handle, { host, port: settings.port ?? 0 }).catch(async (error) => {
    await close();
    throw error;
  });
  const stop = async () => {
    await server.close();
    await close();
  };
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${server.port}`,
    port: server.port,
    region,
    clock,
    seed: random.seed,
    get accounts() {
      return accounts.all();
    },
    decisions,
    calls,
    deliveries,
    operations: () => services.flatMap(apiOf),
    addAccount: (account) => accounts.add(account),
    close: stop,
    [Symbol.asyncDispose]: stop,
  };
}

function apiOf({ name: service, model, actions }: Service): readonly ApiOperation[] {
  const emulated = new Map(actions.map((action) => [action.schema[2], action.emulates]));
  return [...operationsOf(model).values()].map((operation) => {
    const name = operation[2];
    const input = inputOf(operation);
    const parameters = input.isUnitSchema() ? [] : Object.keys(input.getMemberSchemas());
    const known = emulated.get(name);
    return {
      service,
      name,
      emulated: known && parameters.filter((parameter) => known.has(parameter)),
      refused: parameters.filter((parameter) => known?.has(parameter) !== true),
    };
  });
}

function reportFault(error: unknown, request: string): void {
  process.stderr.write(
    `firehose-crosscheck: internal error while answering ${request}: ${(error as Error).stack ?? error}\n`,
  );
}
