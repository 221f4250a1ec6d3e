import { rm } from "node:fs/promises";
import { type ApiOperation, apiOperations } from "./api-operations.ts";
import { anonymousCaller } from "./authenticate.ts";
import type { FailedRecord } from "./firehose/index.ts";
import { assumeRole } from "./firehose/role-sessions.ts";
import { RefusedCall } from "./firehose/service-call.ts";
import { Gateway } from "./gateway.ts";
import type { IssuerKeys } from "./iam/identity-providers.ts";
import { IamStore } from "./iam/store.ts";
import { type Account, AccountDirectory, type AccountSettings } from "./model/account.ts";
import type { Body, OtherServiceName, ServiceName } from "./model/action.ts";
import { Activity } from "./model/activity.ts";
import { arnParts } from "./model/arn.ts";
import { CallFeed } from "./model/call-feed.ts";
import type { Caller } from "./model/caller.ts";
import { type Clock, SystemClock, VirtualClock } from "./model/clock.ts";
import { DecisionLog, type DecisionRecord } from "./model/decision-log.ts";
import { DeliveryLog } from "./model/delivery-log.ts";
import type { Environment, OpenQuestions } from "./model/environment.ts";
import { MetricStore } from "./model/metrics.ts";
import { noOrganization, type Organization } from "./model/organization.ts";
import { awsPace, briefPace, exactly } from "./model/pace.ts";
import { payloadOf } from "./model/payload.ts";
import { Random } from "./model/random.ts";
import type { Service } from "./model/service.ts";
import { isPolicyProblem, type Policy, type PrincipalLookup, parsePolicy, resolvePrincipals } from "./policy/index.ts";
import { createServices } from "./services.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";
import { Throttle } from "./throttle.ts";
import type { HttpRequest, HttpResponse } from "./wire/server.ts";
import { StallWatch } from "./wire/stall-watch.ts";

/**
 * AWS's behaviour in time: changes of IAM, of buckets and grants that are seen later, streams that take their time to be
 * created and deleted, Firehose's least buffering interval, request rates, and signatures and sessions that are dated by
 * the emulator's clock alone.
 */
export interface LikeAwsSettings {
  /** The share of all calls, from 0 to 1, that is refused as too fast whatever their rate; none unless given. */
  readonly throttledShare?: number;
  /** Whether signatures may be dated by this machine's clock, too: a client such as the AWS CLI knows no other. */
  readonly acceptsMachinesTime?: boolean;
}

export interface AwsSettings<AnyClock extends Clock = Clock> {
  /** The accounts that exist; A (111111111111) and B (222222222222) unless given. More can be added while it runs. */
  readonly accounts?: readonly AccountSettings[];
  /** A `VirtualClock` that stands at the present time unless given. */
  readonly clock?: AnyClock;
  /** Seed of every identifier; drawn unless given. */
  readonly seed?: number;
  /** `us-east-1` unless given. */
  readonly region?: string;
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
  /** Public keys by which ID tokens of web identities are verified, for AWS would fetch them; none unless given. */
  readonly issuers?: readonly IssuerKeys[];
  /** Of the keys that are created, in that order; drawn where there is none left. Lets what names a key by its ARN stand. */
  readonly keyIds?: readonly string[];
  /** Answers to what nobody knows of AWS; those that the services' headers name unless given. */
  readonly openQuestions?: OpenQuestions;
  /**
   * Whether delivery streams are created as if they were there already, whatever became of their buckets since:
   * CreateDeliveryStream does not look at them. False unless given.
   */
  readonly areDeliveryStreamsStanding?: boolean;
  /** Unique ids (`AROA…`) that roles get, by their ARNs; drawn for others. Lets what names a role by its id stand. */
  readonly roleIds?: ReadonlyMap<string, string>;
  /** Puts another service in the place of each, such as one that tells what its actions read; each stands unless given. */
  readonly wrapService?: (service: Service) => Service;
  /** Told of faults of the emulator itself; the client gets InternalError. Written to standard error unless given. */
  readonly onInternalError?: (error: unknown, request: string) => void;
}

export interface DirectCall {
  /** Of an account's root user, a user or a session; undefined: nobody has signed. */
  readonly accessKeyId: string | undefined;
  readonly service: ServiceName;
  /** `PutRecord` */
  readonly operation: string;
  /** As the SDK has it; a streaming body is a `Uint8Array`. */
  readonly input: object;
  /** The emulator's unless given. */
  readonly region?: string;
}

/** An embedded AWS. Releasing it ends what is scheduled and removes its temporary files. */
export interface EmbeddedAws<AnyClock extends Clock = Clock> extends AsyncDisposable {
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
  /**
   * Carries out a call past the wire, with nothing to sign or to parse and the same checks as any caller meets. Resolves
   * with the operation's output, whose streaming body is a `Uint8Array`; rejects with a `ServiceError`.
   */
  call(call: DirectCall): Promise<unknown>;
  /**
   * What the policies in force say of a call that is not carried out: each permission that it needs, decided. Throws the
   * `ServiceError` that refuses it for another reason.
   */
  judge(call: DirectCall): readonly DecisionRecord[];
  /**
   * What the policies in force say of something that Firehose would do as a role, at a service that is not emulated too.
   * A role that Firehose cannot assume, or that is not there, is denied by that: its decision is answered.
   */
  judgeFirehose(question: FirehoseQuestion): Promise<DecisionRecord>;
  /** Lets a record of a delivery stream fail in a step that is not emulated: it goes below the error output prefix. */
  failRecord(deliveryStreamArn: string, failure: FailedRecord): void;
}

/** Something that Firehose does on behalf of a delivery stream. */
export interface FirehoseQuestion {
  readonly roleArn: string;
  /** The delivery stream, by its ARN. */
  readonly deliveryStreamArn: string;
  /** Where it is done. */
  readonly region: string;
  /** `lambda:InvokeFunction` */
  readonly action: string;
  readonly resource: { readonly arn: string; readonly accountId: string };
  /** The resource's own policy as JSON; none unless given. One that AWS would not take says nothing. */
  readonly resourcePolicy?: string;
}

/** How long a body may stand still. S3 has such a limit and does not document it; ours leaves time for a breakpoint. */
const maxStallMs = 60_000;

/** An embedded AWS that answers requests which something else takes from the network. */
export interface AnsweringAws<AnyClock extends Clock = Clock> extends EmbeddedAws<AnyClock> {
  /** For this process alone; goes with the emulator. */
  readonly temporaryFolder: string;
  handle(request: HttpRequest, response: HttpResponse): void;
}

/** The accounts of an embedded AWS that is given none; their keys are drawn. */
export const defaultAccounts: readonly AccountSettings[] = [
  { id: "111111111111", name: "A" },
  { id: "222222222222", name: "B" },
];

/** Rejects with a RangeError on accounts that do not go together. */
export async function createAws(settings?: AwsSettings<VirtualClock>): Promise<AnsweringAws<VirtualClock>>;
export async function createAws<AnyClock extends Clock>(
  settings: AwsSettings<AnyClock> & { readonly clock?: AnyClock },
): Promise<AnsweringAws<AnyClock>>;
export async function createAws(settings: AwsSettings = {}): Promise<AnsweringAws> {
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
  const identities = new IamStore({
    ...{ region, accounts, organization, clock, random, propagation },
    issuers: settings.issuers,
    roleIds: settings.roleIds,
  });
  const activity = new Activity();
  const deliveries = new DeliveryLog();
  const temporaryFolder = await makeTemporaryFolder();
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
    openQuestions: settings.openQuestions ?? {},
    areDeliveryStreamsStanding: settings.areDeliveryStreamsStanding ?? false,
    bucketOwners: new Map(),
    keyIds: (settings.keyIds ?? []).values(),
    invoke: (call) => gateway.invoke(call),
  };
  const { all, firehose } = createServices(environment, identities);
  const services = settings.wrapService === undefined ? all : all.map(settings.wrapService);
  const decisions = new DecisionLog();
  const calls = new CallFeed();
  const gateway = new Gateway({
    services,
    credentials: identities,
    organization,
    clock,
    otherClock: likeAws === undefined || likeAws.acceptsMachinesTime === true ? hostClock : undefined,
    throttle: likeAws && new Throttle(likeAws.throttledShare ?? 0, random),
    random,
    log: decisions,
    calls,
    activity,
    region,
    temporaryFolder,
    stalls: new StallWatch(hostClock, maxStallMs),
    onInternalError,
  });
  const callerOf = ({ accessKeyId }: DirectCall) => {
    if (accessKeyId === undefined) return anonymousCaller;
    const credential = identities.findCredential(accessKeyId);
    if (credential === undefined) throw new RangeError(`nobody has the access key \`${accessKeyId}\``);
    return credential.caller;
  };
  const close = async () => {
    for (const service of services) await service.close();
    await rm(temporaryFolder, { recursive: true, force: true });
  };
  return {
    region,
    clock,
    seed: random.seed,
    get accounts() {
      return accounts.all();
    },
    decisions,
    calls,
    deliveries,
    temporaryFolder,
    operations: () => apiOperations(services),
    addAccount: (account) => accounts.add(account),
    handle: (request, response) => void gateway.handle(request, response),
    call: async (call) => {
      const output = await gateway.invoke({
        ...call,
        input: withPayload(call.input),
        region: call.region ?? region,
        as: callerOf(call),
      });
      activity.notify();
      return withBytes(output);
    },
    judgeFirehose: (question) => judgeFirehose(environment, gateway, decisions, question),
    failRecord: (arn, failure) => firehose.failRecord(arn, failure),
    judge: (call) => gateway.judge({ ...call, region: call.region ?? region, as: callerOf(call) }),
    [Symbol.asyncDispose]: close,
  };
}

async function judgeFirehose(
  environment: Environment,
  gateway: Gateway,
  log: DecisionLog,
  { roleArn, deliveryStreamArn: arn, region, action, resource, resourcePolicy }: FirehoseQuestion,
): Promise<DecisionRecord> {
  const { region: ownRegion, accountId } = arnParts(arn);
  const owner = { arn, accountId, region: ownRegion };
  let caller: Caller;
  try {
    ({ caller } = await assumeRole(environment, roleArn, owner));
  } catch (error) {
    const { requestId } = error instanceof RefusedCall ? error : { requestId: undefined };
    const denied = log.all().findLast((record) => record.requestId === requestId);
    if (denied === undefined) throw error;
    return denied;
  }
  const service = action.slice(0, action.indexOf(":")) as ServiceName | OtherServiceName;
  return gateway.judgeOther(
    service,
    { as: caller, input: {}, region },
    {
      action,
      resource,
      ...(resourcePolicy !== undefined && {
        resourcePolicies: policyOn(resource, resourcePolicy, (principal) => environment.principals.lookUp(principal)),
      }),
    },
  );
}

function policyOn(
  { arn: attachedTo, accountId }: FirehoseQuestion["resource"],
  text: string,
  lookup: PrincipalLookup,
): readonly Policy[] {
  const parsed = parsePolicy(text);
  if (isPolicyProblem(parsed)) return [];
  // Whoever is not there is let in by nothing, and keeps nobody else out.
  const statements = parsed.statements.flatMap((statement) => {
    const resolved = resolvePrincipals({ ...parsed, statements: [statement] }, lookup, "key");
    return resolved.kind === "valid" ? resolved.document.statements : [];
  });
  const document = { ...parsed, statements };
  return [{ type: "resource", name: "resource policy", accountId, attachedTo, document }];
}

/** The bytes of a streaming body as the gateway hands them over. */
function withPayload(input: object): object {
  const { Body: body } = input as { readonly Body?: unknown };
  return body instanceof Uint8Array ? { ...input, Body: payloadOf(Buffer.from(body)) } : input;
}

/** A body in the gateway's form, which belongs to whoever asked, is read and let go. */
async function withBytes(output: unknown): Promise<unknown> {
  const { Body: body } = (output ?? {}) as { readonly Body?: Body };
  if (body === undefined) return output;
  const payload = "payload" in body ? body.payload : body;
  const bytes = await payload.bytes();
  await payload.release();
  return { ...(output as object), Body: new Uint8Array(bytes) };
}

/** Where nobody else is to be told of faults of the emulator itself. */
export function reportFault(error: unknown, request: string): void {
  process.stderr.write(
    `firehose-crosscheck: internal error while answering ${request}: ${(error as Error).stack ?? error}\n`,
  );
}
