import {
  type CallRecord,
  type DecisionRecord,
  type DeliveryRecord,
  type EmbeddedAws,
  explain,
  groundsOf,
} from "../../emulator/index.ts";
import type { AttemptEvidence } from "../evidence/evidence.ts";
import type { SeenCall, SeenDecision, Watcher } from "../target.ts";

type AccountNames = ReadonlyMap<string, string>;

/** Tells `watcher` of every call of an embedded AWS with the decisions behind it. `names`: what a reader calls accounts. */
export function watchEmulator(emulator: EmbeddedAws, names: AccountNames, watcher: Watcher): () => void {
  /** Decisions come before the call that needed them is through. */
  const waiting = new Map<string, DecisionRecord[]>();
  const ends = [
    emulator.decisions.subscribe((record) => {
      const others = waiting.get(record.requestId);
      if (others === undefined) waiting.set(record.requestId, [record]);
      else others.push(record);
    }),
    emulator.calls.subscribe((call) => {
      const decisions = waiting.get(call.requestId) ?? [];
      waiting.delete(call.requestId);
      watcher.onCall(seenCall(emulator, call, decisions, names));
    }),
    emulator.deliveries.subscribe((record) => watcher.onAttempt(attemptOf(record))),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function seenCall(
  emulator: EmbeddedAws,
  { at, isInternal, principal, service, operation, input, outcome }: CallRecord,
  decisions: readonly DecisionRecord[],
  names: AccountNames,
): SeenCall {
  const account = "accountId" in principal && emulator.accounts.find(({ id }) => id === principal.accountId)?.name;
  return {
    ...{ at, service, operation, input },
    by: isInternal ? "service" : "client",
    ...(account && { account }),
    principal: "arn" in principal ? principal.arn : "service" in principal ? principal.service : principal.kind,
    ...(outcome.kind === "answered"
      ? { output: outcome.output, status: 200 }
      : { status: outcome.httpStatus, error: { code: outcome.code, message: outcome.message } }),
    decisions: decisions.map((each) => seenDecision(each, names)),
  };
}

function seenDecision({ request, decision }: DecisionRecord, names: AccountNames): SeenDecision {
  return {
    action: request.action,
    resource: request.resource.arn,
    accountId: request.resource.accountId,
    isAllowed: decision.kind === "allowed",
    reasons: () => ({
      grounds: groundsOf(request, decision, names),
      explanation: explain(request, decision, names),
    }),
  };
}

function attemptOf(record: DeliveryRecord): AttemptEvidence {
  const { at, deliveryStreamArn, outcome, destination, key, records, bytes, oldestArrivalAt, attempt, retryAt } =
    record;
  const { error } = record;
  return {
    ...{ at, deliveryStreamArn, outcome, destination, records, bytes, attempt },
    ...(key !== undefined && { key }),
    ...(oldestArrivalAt !== undefined && { oldestArrivalAt }),
    ...(retryAt !== undefined && { retryAt }),
    ...(error !== undefined && {
      error: {
        code: error.code,
        message: error.message,
        call: `${error.cause.service}:${error.cause.operation} ${error.cause.code}`,
      },
    }),
  };
}
