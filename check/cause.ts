import { type DecisionRecord, explain, type Ground, groundsOf } from "../emulator/index.ts";
import { accountNames, sideOf } from "./accounts.ts";
import type { Configuration } from "./configuration.ts";
import { type DeliveredObject, dependsOnPlace, otherReaders } from "./delivered-object.ts";
import { foreignArnsIn, givenForeignArns } from "./foreign-arns.ts";
import { keyOfAnotherRegion } from "./key-regions.ts";
import type { RefusedCall } from "./replay/hands.ts";
import type { ObservedObject } from "./replay/observe.ts";
import { isPartitioned } from "./replay/play/play.ts";
import type { Replay } from "./replay/result.ts";
import { inWordsOfInput } from "./words-of-input.ts";

/** The first thing that was refused, and by whom. */
export interface Cause {
  readonly kind:
    | "set-up-refused"
    | "delivery-denied"
    | "delivery-failed"
    /** AWS does not do it, whatever policies say. */
    | "unsupported"
    | "unreadable"
    | "contents-differ";
  /** `s3:PutObject`; of a refused set-up the call, e.g. `firehose:CreateDeliveryStream`. */
  readonly action: string;
  readonly code: string;
  readonly message: string;
  /** What is lost by it, as a clause, where data arrive all the same: the copy, what fails. */
  readonly loss?: string;
  /** The write that it is about, where that is not of the record itself. */
  readonly write?: "backup" | "errors";
  /** Actions that are denied for the same purpose, beside the first. */
  readonly others?: readonly string[];
  /** The sides that did not allow it, or the one that denied it; empty where it was no matter of policies. */
  readonly grounds: readonly (Ground & { readonly side: "A" | "B" | undefined })[];
  /** Decision, reasons and fix as several lines. */
  readonly explanation?: string;
  /** What the repair starts from. */
  readonly denied: readonly DecisionRecord[];
}

/** The code of a cause where it is the user's own record that fails. */
export const failedInProcessing = "processing-failed";

/** Undefined where the record has arrived and can be read. */
export function causeOf(
  configuration: Configuration,
  replay: Replay,
  object: DeliveredObject | undefined,
): Cause | undefined {
  const [refusal] = replay.refused.filter(({ code }) => code !== "NotImplemented");
  if (refusal !== undefined) return causeOfRefusal(configuration, replay, refusal, "set-up-refused");
  // Nothing was tried where something is not emulated: that is no cause, and `notChecked` has it.
  if (object === undefined && replay.attempts.length === 0 && replay.refused.length > 0) return undefined;
  return (
    causeOfDelivery(configuration, replay, object) ??
    causeOfNeed(configuration, replay) ??
    causeOfLoss(configuration, replay, "backup") ??
    causeOfLoss(configuration, replay, "errors")
  );
}

/** Of what happens to the record itself. */
function causeOfDelivery(
  configuration: Configuration,
  replay: Replay,
  object: DeliveredObject | undefined,
): Cause | undefined {
  if (object === undefined) {
    const own = replay.attempts.filter(({ purpose }) => purpose !== "backup");
    const loss = lossOfEndpoint(configuration);
    return { ...causeOfFailure(configuration, replay, own), ...(loss !== undefined && { loss }) };
  }
  const observed = replay.objects.find(({ key }) => key === object.key);
  const isForSome = observed !== undefined && otherReaders(configuration, replay, observed).length > 0;
  if (observed?.reading.kind === "refused" && !isForSome && !dependsOnPlace(replay, observed))
    return causeOfUnreadable(configuration, replay, observed);
  if (object.hasContents !== false) return undefined;
  return { kind: "contents-differ", action: "s3:GetObject", code: "", message: "", grounds: [], denied: [] };
}

function lossOfEndpoint({ deliveryStream: { endpoint } }: Configuration): string | undefined {
  switch (endpoint?.mode) {
    case "failed":
      return `what the ${endpoint.what} does not take is lost`;
    case "all":
      return `the copy in S3 of what goes to the ${endpoint.what} is lost`;
    case "intermediate":
      return `nothing gets through S3 to the ${endpoint.what}`;
    default:
      return undefined;
  }
}

/** What a step that is left out of the play is not allowed. */
function causeOfNeed(configuration: Configuration, { needs }: Replay): Cause | undefined {
  const found = needs.find(({ need, denied }) => need.loss !== undefined && denied.length > 0);
  const [first] = found?.denied ?? [];
  if (found === undefined || first === undefined) return undefined;
  const { need, denied } = found;
  const { action } = first.request;
  const others = [...new Set(denied.map(({ request }) => request.action))].filter((each) => each !== action);
  const arns = [...new Set(denied.map(({ request }) => request.resource.arn))];
  return {
    kind: "delivery-denied",
    action,
    // The one thing that has a code of its own where a role cannot be assumed.
    code: action === "sts:AssumeRole" ? need.code.replace("InvokeAccessDenied", "AssumeRoleAccessDenied") : need.code,
    message: `${need.message} (${arns.join(", ")})`,
    ...(need.loss !== undefined && { loss: need.loss }),
    ...(others.length > 0 && { others }),
    ...(need.resourcePolicy === undefined
      ? withoutResource(reasonsOf(configuration, [first]))
      : reasonsOf(configuration, [first])),
    denied,
  };
}

/** Whether a function or a catalog has a policy of its own is not in the input, and nothing is said of it. */
function withoutResource<Reasons extends Pick<Cause, "grounds" | "explanation">>(reasons: Reasons): Reasons {
  const lines = reasons.explanation?.split("\n").filter((line) => !/^ {2}resource +not allowed;/.test(line));
  return {
    ...reasons,
    grounds: reasons.grounds.filter(({ policyType }) => policyType !== "resource"),
    ...(lines !== undefined && { explanation: lines.join("\n") }),
  };
}

const losses = {
  backup: "the source backup is lost",
  errors: "records that fail in their processing are lost, for they cannot be written below the error output prefix",
};

/** A write beside that of the record: its copy, or records that failed. */
function causeOfLoss(configuration: Configuration, replay: Replay, purpose: "backup" | "errors"): Cause | undefined {
  const attempts = replay.attempts.filter((attempt) => attempt.purpose === purpose);
  // In the end they get through, or they do not.
  if (attempts.at(-1)?.error === undefined) return undefined;
  return { ...causeOfFailure(configuration, replay, attempts), loss: losses[purpose], write: purpose };
}

/** The last attempt: all of them failed, and where they differ, the earlier ones were overtaken. */
function causeOfFailure(
  configuration: Configuration,
  { decisions, recordFailure }: Replay,
  attempts: Replay["attempts"],
): Cause {
  const attempt = attempts.findLast(({ error }) => error !== undefined);
  const failed = attempt?.error;
  if (failed === undefined) {
    const message =
      recordFailure === undefined
        ? "Firehose attempted no delivery"
        : `the record fails in its processing: ${recordFailure}`;
    const code = recordFailure === undefined ? "none" : failedInProcessing;
    return { kind: "delivery-failed", action: "", code, message, grounds: [], denied: [] };
  }
  const { code, message, cause } = failed;
  const atCall = deniedIn(decisions, cause.requestId);
  // A service that asks another on behalf of its caller, as S3 asks KMS, does so by a request of its own.
  const behind = decisions.findLast(({ at, decision }) => at === attempt?.at && decision.kind !== "allowed");
  const denied = atCall.length > 0 || behind === undefined ? atCall : deniedIn(decisions, behind.requestId);
  const [first] = denied;
  if (first === undefined && isPartitionedAcross(configuration) && cause.operation === "GetBucketLocation") {
    return partitioningAcross;
  }
  const unsaid =
    keyOfAnotherRegion(configuration, "bucket", cause.message) ?? foreignArnsIn(configuration, cause.message);
  const reasons = reasonsOf(configuration, denied);
  return {
    kind: first === undefined ? "delivery-failed" : "delivery-denied",
    action: first?.request.action ?? `${cause.service}:${cause.operation}`,
    code,
    message: first === undefined ? `${message} (${cause.code}: ${cause.message})` : message,
    ...(unsaid !== undefined && { explanation: unsaid }),
    ...(cause.operation === "GetBucketLocation" ? toldAtCreation(reasons) : reasons),
  };
}

/**
 * The delivery stream is played as one that is there already. Of a new one Firehose asks the same when it is created: that it
 * refuses then was recorded on AWS in 2026.
 */
function toldAtCreation<Reasons extends Pick<Cause, "explanation">>(reasons: Reasons): Reasons {
  const { explanation } = reasons;
  if (explanation === undefined) return reasons;
  const width = /^ {2}(\S+ +)/m.exec(explanation)?.[1]?.length ?? 0;
  const text =
    "AWS refuses a new delivery stream for it: firehose:CreateDeliveryStream answers InvalidArgumentException";
  return { ...reasons, explanation: `${explanation}\n  ${"creation".padEnd(width)}${text}` };
}

function isPartitionedAcross({ accountA, accountB, deliveryStream }: Configuration): boolean {
  return isPartitioned(deliveryStream.destination) && accountA.id !== accountB.id;
}

/**
 * Source: an article on AWS of 2024 that delivers across accounts by hand; AWS's own pages say neither that nor how it
 * fails, so that no code and no words of AWS's stand here.
 */
const partitioningAcross: Cause = {
  kind: "unsupported",
  action: "",
  code: "",
  message: "dynamic partitioning is reported not to deliver to a bucket of another account, whatever policies say",
  grounds: [],
  denied: [],
};

function causeOfUnreadable(configuration: Configuration, replay: Replay, { reading }: ObservedObject): Cause {
  if (reading.kind !== "refused") throw new RangeError("it was read");
  return causeOfRefusal(configuration, replay, reading.refusal, "unreadable");
}

/** A call that an administrator made: the decisions behind it are those on its action, or the last denied ones. */
function causeOfRefusal(
  configuration: Configuration,
  { decisions }: Replay,
  refusal: RefusedCall,
  kind: Cause["kind"],
): Cause {
  const { call, code, message } = refusal;
  const operation = call.replace(/.*:/, "");
  const last = decisions.findLast((record) => record.operation === operation && record.decision.kind !== "allowed");
  const inner = decisions.findLast(({ decision }) => decision.kind !== "allowed");
  const record = last ?? (kind === "set-up-refused" && operation === "CreateDeliveryStream" ? inner : undefined);
  const denied = record === undefined ? [] : deniedIn(decisions, record.requestId);
  const action = kind === "unreadable" ? (denied[0]?.request.action ?? call) : call;
  const unsaid = keyOfAnotherRegion(configuration, "data stream", message) ?? givenForeignArns(configuration, refusal);
  return {
    ...{ kind, action, code, message },
    ...(unsaid !== undefined && { explanation: unsaid }),
    ...reasonsOf(configuration, denied),
  };
}

function deniedIn(decisions: readonly DecisionRecord[], requestId: string): readonly DecisionRecord[] {
  return decisions.filter((record) => record.requestId === requestId && record.decision.kind !== "allowed");
}

function reasonsOf(
  configuration: Configuration,
  denied: readonly DecisionRecord[],
): Pick<Cause, "grounds" | "explanation" | "denied"> {
  const names = accountNames(configuration);
  const side = (id: string) => sideOf(configuration, id);
  const [first] = denied;
  return {
    denied,
    grounds: denied
      .flatMap(({ request, decision }) => groundsOf(request, decision, names))
      .filter(({ effect }) => effect !== "allows")
      .map((ground) => ({ ...asWritten(ground), side: side(ground.accountId) ?? side(ground.attachedTo) })),
    ...(first !== undefined && { explanation: inWordsOfInput(explain(first.request, first.decision, names)) }),
  };
}

function asWritten(ground: Ground): Ground {
  const { statement, reasons } = ground;
  return {
    ...ground,
    ...(statement !== undefined && { statement: { ...statement, source: inWordsOfInput(statement.source) } }),
    reasons: reasons.map(inWordsOfInput),
  };
}
