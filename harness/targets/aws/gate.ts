import type { KeyMetadata } from "@aws-sdk/client-kms";
import type { Journal, Resource } from "../../journal/journal.ts";
import { isAwsError } from "../../scenario-error.ts";
import { GateError } from "./gate-error.ts";
import { type Bounds, type Call, judge, type PassedJudgement } from "./judge.ts";
import type { Input } from "./operations.ts";

export interface GateSettings extends Omit<Bounds, "keyNamed"> {
  readonly journal: Pick<Journal, "announce" | "removed" | "outstanding">;
  /** Waits until an account may be asked for a list of objects again. */
  readonly pace?: () => Promise<void>;
  /** Told of each call that is sent, when it is. */
  readonly onCall?: (call: Call, judgement: PassedJudgement) => void;
}

/** Sends a call, perhaps with more parameters than it came with, and answers what AWS answered. */
export type Send<Answer> = (input: Input) => Promise<Answer>;

/**
 * What every call passes on its way to one account: those that are not known or not about the run's own resources are
 * refused and not sent; what creates something is written to the journal before it is sent, and gets tags.
 */
export class Gate {
  readonly #settings: GateSettings;
  readonly #bounds: Bounds;
  /** Keys made in this run, by ARN and by id. */
  readonly #keys = new Map<string, string>();

  constructor(settings: GateSettings) {
    this.#settings = settings;
    this.#bounds = { ...settings, keyNamed: (arn) => this.#keys.get(arn) };
  }

  /** Rejects with a `GateError` where the call is refused; it was not sent then. */
  async pass<Answer>(call: Call, send: Send<Answer>): Promise<Answer> {
    const { journal, pace, onCall } = this.#settings;
    const judgement = judge(call, this.#bounds);
    if (judgement.kind === "refused") throw new GateError(judgement.because);
    if (judgement.kind === "reads" && judgement.lists !== undefined) await pace?.();
    onCall?.(call, judgement);
    switch (judgement.kind) {
      case "reads": {
        const answer = await send(call.input);
        // One whose creation was not answered is found by its description.
        if (call.operation === "DescribeKey") this.#rememberKey(answer);
        return answer;
      }
      case "changes":
        return send(call.input);
      case "creates":
        return this.#create(call, judgement, send);
      case "removes": {
        const answer = await send(call.input).catch((error) => {
          if (isGone(error)) journal.removed(judgement.resource);
          throw error;
        });
        journal.removed(judgement.resource);
        return answer;
      }
    }
  }

  async #create<Answer>(
    call: Call,
    { resource, input }: { readonly resource: Resource; readonly input: Input },
    send: Send<Answer>,
  ): Promise<Answer> {
    const { journal } = this.#settings;
    const isAnnounced = journal.outstanding().some((each) => isSame(each, resource));
    if (isAnnounced && resource.kind === "key") {
      throw new GateError(
        `${call.service}:${call.operation} is not sent to AWS: this run has a key \`${resource.name}\` already, and a key has no name but its description`,
      );
    }
    journal.announce(resource);
    try {
      const answer = await send(input);
      if (resource.kind === "key") this.#rememberKey(answer);
      return answer;
    } catch (error) {
      if (!isAnnounced && isSurelyRefused(error)) journal.removed(resource);
      throw error;
    }
  }

  /** `answer`: of CreateKey or DescribeKey. */
  #rememberKey(answer: unknown): void {
    const { KeyMetadata: key } = answer as { readonly KeyMetadata?: KeyMetadata };
    if (key?.Description === undefined) return;
    for (const id of [key.Arn, key.KeyId]) if (id !== undefined) this.#keys.set(id, key.Description);
  }
}

function isSame(one: Resource, other: Resource): boolean {
  return (
    one.kind === other.kind &&
    one.accountId === other.accountId &&
    one.region === other.region &&
    one.name === other.name
  );
}

const goneCodes = [
  "NoSuchBucket",
  "NoSuchEntity",
  "NoSuchEntityException",
  "ResourceNotFoundException",
  "NotFoundException",
];

function isGone(error: unknown): boolean {
  return error instanceof Error && goneCodes.includes(error.name);
}

/**
 * Whether nothing can have been created: AWS refused the first attempt. Of several, an earlier one may have been carried
 * out and its answer lost.
 */
function isSurelyRefused(error: unknown): boolean {
  if (!isAwsError(error)) return false;
  const { httpStatusCode: status = 500, attempts } = error.$metadata;
  return attempts === 1 && status >= 400 && status < 500;
}
