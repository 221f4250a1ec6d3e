import type { Environment } from "../model/environment.ts";
import type { Bucket } from "./bucket.ts";
import { PayloadStore } from "./payload-store.ts";
import type { PublicAccessBlock } from "./public-access-block.ts";

/** Every bucket of every account: their names are one namespace. */
export class S3Store {
  readonly environment: Environment;
  readonly payloads: PayloadStore;
  readonly #buckets = new Map<string, Bucket>();

  constructor(environment: Environment) {
    this.environment = environment;
    this.payloads = new PayloadStore(environment.temporaryFolder, environment.random);
  }

  find(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  add(bucket: Bucket): void {
    this.#buckets.set(bucket.name, bucket);
  }

  remove(bucket: Bucket): void {
    this.#buckets.delete(bucket.name);
  }

  all(): Iterable<Bucket> {
    return this.#buckets.values();
  }

  /** Block Public Access of a whole account. */
  accountPublicAccessBlock(accountId: string): PublicAccessBlock | undefined {
    return this.environment.accounts.find(accountId)?.publicAccessBlock;
  }
}
