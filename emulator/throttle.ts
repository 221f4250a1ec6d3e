import type { ServiceName } from "./model/action.ts";
import type { Random } from "./model/random.ts";
import { type TokenBucket, takeToken } from "./model/token-bucket.ts";
import { throttlingError } from "./throttling-errors.ts";
import { rateOf } from "./throttling-rates.ts";

/** One call from outside, of whom it counts against. */
export interface CountedCall {
  readonly service: ServiceName;
  /** `CreateStream` */
  readonly operation: string;
  readonly accountId: string;
  readonly region: string;
  readonly now: number;
}

/** Services whose limits are the account's, not a region's. */
const globalServices: ReadonlySet<ServiceName> = new Set(["iam"]);

/**
 * Refuses calls as AWS does that come too fast, and a share of the others at random. Calls of one service by another are
 * not counted: what Firehose is throttled by, it retries by itself.
 */
export class Throttle {
  readonly #share: number;
  readonly #random: Random;
  readonly #buckets = new Map<string, TokenBucket>();

  /** `share`, from 0 to 1, of the calls is refused whatever their rate. */
  constructor(share: number, random: Random) {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`a share of ${share} calls cannot be throttled`);
    this.#share = share;
    this.#random = random;
  }

  /** Throws the service's own throttling error. */
  admit(call: CountedCall): void {
    if (this.#share > 0 && this.#random.uint32() < this.#share * 2 ** 32) throw throttlingError(call);
    const limit = rateOf(call.service, call.operation);
    if (limit === undefined) return;
    const region = globalServices.has(call.service) ? "" : call.region;
    const key = `${call.accountId}/${region}/${call.service}/${limit.name}`;
    const { bucket, taken } = takeToken(this.#buckets.get(key), limit.rate, call.now);
    this.#buckets.set(key, bucket);
    if (!taken) throw throttlingError(call);
  }
}
