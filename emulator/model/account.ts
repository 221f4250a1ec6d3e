import type { Random } from "./random.ts";

/** Block Public Access, of an account or of a bucket. */
export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
}

/** One AWS account of the emulator. */
export interface Account {
  /** 12 digits. */
  readonly id: string;
  /** What a reader calls it: `A`, `B`. */
  readonly name: string;
  /** 64 lower-case hexadecimal digits, one of its own for each account; S3 names owners and grantees by it. */
  readonly canonicalUserId: string;
  /** The root user's access key. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** For all buckets of the account, whatever they say themselves. Undefined: each bucket decides. */
  readonly publicAccessBlock?: PublicAccessBlock;
}

/** What a configuration says of an account; the rest is drawn. */
export interface AccountSettings {
  readonly id: string;
  readonly name?: string;
  readonly canonicalUserId?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  /** S3 Control's API is not emulated: an account's Block Public Access is given with the account. */
  readonly publicAccessBlock?: PublicAccessBlock;
}

export class AccountDirectory {
  readonly #byId = new Map<string, Account>();
  readonly #byAccessKeyId = new Map<string, Account>();
  readonly #random: Random;

  constructor(settings: readonly AccountSettings[], random: Random) {
    this.#random = random;
    for (const each of settings) this.add(each);
  }

  /** Adds an account. Throws a RangeError on a malformed or taken id. */
  add(settings: AccountSettings): Account {
    if (!/^\d{12}$/.test(settings.id)) throw new RangeError(`account id \`${settings.id}\` is not 12 digits`);
    if (this.#byId.has(settings.id)) throw new RangeError(`account ${settings.id} is there already`);
    const account: Account = {
      id: settings.id,
      name: settings.name ?? settings.id,
      canonicalUserId: settings.canonicalUserId ?? this.#random.hex(64),
      accessKeyId: settings.accessKeyId ?? this.#random.awsId("AKIA", 20),
      secretAccessKey: settings.secretAccessKey ?? this.#random.secretKey(),
      ...(settings.publicAccessBlock !== undefined && { publicAccessBlock: settings.publicAccessBlock }),
    };
    for (const other of this.#byId.values()) {
      if (other.accessKeyId === account.accessKeyId) {
        throw new RangeError(`accounts ${other.id} and ${account.id} have the same access key id`);
      }
      if (other.canonicalUserId === account.canonicalUserId) {
        throw new RangeError(`accounts ${other.id} and ${account.id} have the same canonical user ID`);
      }
    }
    this.#byId.set(account.id, account);
    this.#byAccessKeyId.set(account.accessKeyId, account);
    return account;
  }

  find(id: string): Account | undefined {
    return this.#byId.get(id);
  }

  /** The account that must be there: an id that a caller or a stored resource carries. */
  get(id: string): Account {
    const account = this.#byId.get(id);
    if (account === undefined) throw new Error(`account ${id} is not one of the emulator's`);
    return account;
  }

  byAccessKeyId(accessKeyId: string): Account | undefined {
    return this.#byAccessKeyId.get(accessKeyId);
  }

  byCanonicalUserId(canonicalUserId: string): Account | undefined {
    for (const account of this.#byId.values()) if (account.canonicalUserId === canonicalUserId) return account;
    return undefined;
  }

  all(): readonly Account[] {
    return [...this.#byId.values()];
  }
}
