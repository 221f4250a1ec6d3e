import type { DecisionRecord, DirectCall, EmbeddedAws } from "../../emulator/index.ts";
import { type AnyCommand, operationOf } from "../replay/hands.ts";

/** Whether somebody may do something, and what settled it. */
export interface Answer {
  readonly isAllowed: boolean;
  /** The decision that settled it; none where something else than a policy did. */
  readonly decision?: DecisionRecord;
  /** What AWS says where it was no matter of policies. */
  readonly refusal?: string;
}

/** What the policies in force say of a call that is not made. */
export function judgement(
  aws: EmbeddedAws,
  accessKeyId: string | undefined,
  service: DirectCall["service"],
  command: AnyCommand<unknown>,
): Answer {
  try {
    return answerOf(aws.judge({ accessKeyId, service, operation: operationOf(command), input: command.input }));
  } catch (error) {
    // What is no answer of AWS's is a fault of the check itself.
    if ((error as Error).name !== "ServiceError") throw error;
    return { isAllowed: false, refusal: (error as Error).message };
  }
}

/** The first denial, or what allowed the first permission. */
export function answerOf(decisions: readonly DecisionRecord[]): Answer {
  const denied = decisions.find(({ decision }) => decision.kind !== "allowed");
  return { isAllowed: denied === undefined, decision: denied ?? decisions[0] };
}
