import { Delayed } from "../model/delayed.ts";
import type { Environment } from "../model/environment.ts";
import { drawMs } from "../model/pace.ts";
import type { Bucket, BucketSettings } from "./bucket.ts";
import { PayloadStore } from "./payload-store.ts";
import type { PublicAccessBlock } from "./public-access-block.ts";

/** Every bucket of every account: their names are one namespace. */
export class S3Store {
  readonly environment: Environment;
  readonly payloads: PayloadStore;
  readonly #buckets = new Map<string, Bucket>();
  /** Deleted ones that are still listed. */
  #leaving: readonly { readonly bucket: Bucket; readonly goneFromMs: number }[] = [];

  constructor(environment: Environment) {
    this.environment = environment;
    this.payloads = new PayloadStore(environment.temporaryFolder, environment.random);
  }

  find(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  add(bucket: Bucket): void {
    this.#buckets.set(bucket.name, bucket);
    this.environment.bucketOwners.set(bucket.name, bucket.owner.accountId);
  }

  remove(bucket: Bucket): void {
    const { bucketOwners, clock, pace, random } = this.environment;
    this.#buckets.delete(bucket.name);
    bucketOwners.delete(bucket.name);
    const goneFromMs = clock.now() + drawMs(pace.bucketListing, random);
    if (goneFromMs > clock.now()) this.#leaving = [...this.#leaving, { bucket, goneFromMs }];
  }

  /**
   * Every bucket that ListBuckets shows: one that was deleted may be among them for a while.
   * Source: S3 User Guide, "Amazon S3 data consistency model".
   */
  listed(): readonly Bucket[] {
    const now = this.environment.clock.now();
    this.#leaving = this.#leaving.filter(({ goneFromMs }) => goneFromMs > now);
    const left = this.#leaving.map(({ bucket }) => bucket).filter(({ name }) => !this.#buckets.has(name));
    return [...this.#buckets.values(), ...left];
  }

  /** Settings of a new bucket; that their changes take effect later is said in the same place. */
  settings(initial: BucketSettings): Delayed<BucketSettings> {
    const { clock, pace, random } = this.environment;
    return new Delayed(
      initial,
      () => clock.now(),
      () => drawMs(pace.bucketConfiguration, random),
    );
  }

  /** Block Public Access of a whole account. */
  accountPublicAccessBlock(accountId: string): PublicAccessBlock | undefined {
    return this.environment.accounts.find(accountId)?.publicAccessBlock;
  }
}
