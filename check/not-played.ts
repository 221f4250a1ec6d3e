import { bucketArn, type DecisionRecord } from "../emulator/index.ts";
import { type Cause, failedInProcessing } from "./cause.ts";
import type { Configuration, NotChecked } from "./configuration.ts";
import type { LeftOut } from "./replay/play/left-out.ts";
import type { Replay } from "./replay/result.ts";
import type { SourceLocation } from "./source.ts";

export interface Warning {
  /** One line. */
  readonly text: string;
  readonly source: SourceLocation;
  /** A policy denies it in so many words: nothing that is not known could allow it. */
  readonly isCertain: boolean;
}

/** What was left out of the play, with whether the verdict rests on it. */
export function notPlayed(
  { deliveryStream: { source, endpoint }, bucket, accountB }: Configuration,
  { leftOut, needs }: Replay,
  cause: Cause | undefined,
): readonly NotChecked[] {
  // What fails is all that an endpoint writes to S3 which takes everything else.
  const write = endpoint?.mode === "failed" ? "errors" : (cause?.write ?? "destination");
  const byKey = cause !== undefined && isForKey(cause, bucketArn(accountB.region, bucket.name));
  const unknown = needs
    .filter(({ kind, need }) => kind === "unknown" && need.loss !== undefined)
    .map(
      ({ need: { roleArn, actions } }): LeftOut => ({
        what: `${actions.join(", ")} of role \`${roleArn}\``,
        because: "the role is described nowhere",
        couldBreak: true,
      }),
    );
  return [...leftOut, ...unknown].map(({ what, because, couldBreak = false, isInKeyOf, isInProcessing = false }) => {
    const decides =
      (byKey && isInKeyOf !== undefined && isInKeyOf === write) ||
      (isInProcessing && cause?.code === failedInProcessing);
    return {
      what,
      because,
      source,
      couldMatter: couldBreak || decides,
      ...(couldBreak && !decides && { couldOnlyBreak: true as const }),
    };
  });
}

/** Whether another key of the bucket might have been allowed: a statement came near that names some of its keys. */
function isForKey({ denied }: Cause, ofBucket: string): boolean {
  const start = `${ofBucket}/`;
  return denied.some(
    ({ request, decision }) =>
      request.resource.arn.startsWith(start) &&
      decision.kind === "implicitly-denied" &&
      decision.missing.some(({ nearest }) =>
        nearest.some(({ reasons }) =>
          reasons.some((reason) => reason.kind === "resource" && reason.listed.some((each) => each.startsWith(start))),
        ),
      ),
  );
}

/** Denials that lose nothing. */
export function warningsOf({ deliveryStream: { source } }: Configuration, { logs, needs }: Replay): readonly Warning[] {
  const told = (record: DecisionRecord, text: string): Warning => ({
    text,
    source,
    isCertain: record.decision.kind === "explicitly-denied",
  });
  const unasked = needs.filter(({ need }) => need.loss === undefined);
  return [
    ...logs
      .flatMap(({ denied }) => denied)
      .map((record) => told(record, `nobody is told why a delivery fails: ${denialText(record)}`)),
    ...unasked
      .flatMap(({ denied }) => denied)
      .map((record) =>
        told(
          record,
          `${denialText(record)}; AWS's guide asks for it, and records are processed without it, as far as is known`,
        ),
      ),
  ];
}

function denialText(record: DecisionRecord): string {
  const { action, resource } = record.request;
  return `${action} on ${resource.arn} is denied to ${nameOf(record)}`;
}

function nameOf({ request: { principal } }: DecisionRecord): string {
  return principal.kind === "assumed-role" ? `role \`${principal.roleName}\`` : "Firehose";
}
