import type { Call, PassedJudgement } from "./judge.ts";
import type { Input } from "./operations.ts";
import { type Amounts, nothingUsed, type PriceName } from "./prices.ts";

const hourMs = 3_600_000;

/** Firehose counts each record as a multiple of 5 KB. */
const firehoseStepGb = 5 / 1024 ** 2;

/** Objects that a delivery stream writes and KMS calls for them: a few each, whatever is delivered. */
const perDeliveryStream = { s3Write: 5 / 1_000, kmsRequest: 5 / 10_000 };

/** Adds up what calls cost on AWS, from the calls alone: how long streams and keys are there, records, requests. */
export class Metering {
  readonly #used: Record<PriceName, number> = { ...nothingUsed };
  /** Since when, and how many an hour, by what it is. */
  readonly #standing = new Map<
    string,
    { readonly sinceMs: number; readonly price: PriceName; readonly count: number }
  >();

  count({ service, operation, input }: Call, judgement: PassedJudgement, nowMs: number): void {
    switch (service) {
      case "kinesis":
        this.#countKinesis(operation, input);
        break;
      case "firehose":
        if (operation === "PutRecord") this.#used.firehoseGb += firehoseStepGb;
        if (judgement.kind === "creates") {
          this.#used.s3Write += perDeliveryStream.s3Write;
          this.#used.kmsRequest += perDeliveryStream.kmsRequest;
        }
        break;
      case "s3":
        this.#used[/^(Get|Head|Delete|Abort)/.test(operation) ? "s3Read" : "s3Write"] += 1 / 1000;
        break;
      case "kms":
        this.#used.kmsRequest += 1 / 10_000;
        break;
      default:
        break;
    }
    this.#stand(judgement, input, nowMs);
  }

  /** With what is still there, as if it went now. */
  amounts(nowMs: number): Amounts {
    for (const id of [...this.#standing.keys()]) this.#end(id, nowMs);
    return { ...this.#used };
  }

  #countKinesis(operation: string, input: Input): void {
    const records =
      operation === "PutRecords"
        ? ((input.Records as readonly unknown[] | undefined)?.length ?? 0)
        : Number(operation === "PutRecord");
    this.#used.putPayloadUnit += records / 1_000_000;
    this.#used.firehoseGb += records * firehoseStepGb;
  }

  #stand(judgement: PassedJudgement, input: Input, nowMs: number): void {
    if (judgement.kind !== "creates" && judgement.kind !== "removes") return;
    const { kind, accountId, name } = judgement.resource;
    if (kind !== "data-stream" && kind !== "key") return;
    const id = `${kind} ${accountId} ${name}`;
    this.#end(id, nowMs);
    if (judgement.kind === "removes") return;
    const isKey = kind === "key";
    const count = isKey ? 1 : Number(input.ShardCount ?? 1);
    this.#standing.set(id, { sinceMs: nowMs, price: isKey ? "keyHour" : "shardHour", count });
  }

  #end(id: string, nowMs: number): void {
    const standing = this.#standing.get(id);
    if (standing === undefined) return;
    this.#standing.delete(id);
    const { sinceMs, price, count } = standing;
    this.#used[price] += count * Math.max(1, Math.ceil((nowMs - sinceMs) / hourMs));
  }
}
