import type { Environment } from "../model/environment.ts";
import type { Policy } from "../policy/types.ts";
import { type Grant, grantPolicy } from "./grant.ts";
import { aliasArn, type Key, keyArn, keyPolicy, type ManagingService } from "./key.ts";
import { keyDocument } from "./key-policy.ts";
import { managedAliases, managedKeyPolicy } from "./managed-keys.ts";

export interface Alias {
  readonly accountId: string;
  readonly region: string;
  /** With its prefix: `alias/orders`. */
  readonly name: string;
  readonly arn: string;
  readonly keyArn: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** Keys, aliases and grants of every account and region. */
export class KmsStore {
  readonly environment: Environment;
  readonly #keys = new Map<string, Key>();
  readonly #aliases = new Map<string, Alias>();
  readonly #grants = new Map<string, ReadonlyMap<string, Grant>>();
  /** Policies as values that stay the same until they change, so that matching them is prepared once. */
  readonly #policies = new Map<string, readonly Policy[]>();

  constructor(environment: Environment) {
    this.environment = environment;
  }

  /** A key whose deletion is due is not there any more. */
  findKey(arn: string): Key | undefined {
    const key = this.#keys.get(arn);
    if (key?.state.kind !== "pending-deletion" || key.state.deletionAtMs > this.environment.clock.now()) return key;
    this.#deleteKey(key);
    return undefined;
  }

  saveKey(key: Key): void {
    this.#keys.set(key.arn, key);
    this.#policies.delete(key.arn);
  }

  keysOf(accountId: string, region: string): readonly Key[] {
    return [...this.#keys.keys()]
      .flatMap((arn) => this.findKey(arn) ?? [])
      .filter((key) => key.accountId === accountId && key.region === region);
  }

  /** The key policy and the grants of a key that count at `nowMs` for a request with these tokens. */
  policiesOf(key: Key, nowMs: number, grantTokens: readonly string[]): readonly Policy[] {
    const known = this.#policies.get(key.arn);
    if (known !== undefined) return known;
    const grants = this.grantsOf(key.arn);
    const counted = grants.filter(({ spreadAtMs, token }) => spreadAtMs <= nowMs || grantTokens.includes(token));
    const policies = [keyPolicy(key), ...counted.map(grantPolicy)];
    // As long as a grant spreads, the next request may meet others.
    if (grants.every(({ spreadAtMs }) => spreadAtMs <= nowMs)) this.#policies.set(key.arn, policies);
    return policies;
  }

  /** An AWS managed alias is there, with its key, as soon as somebody asks for it. */
  findAlias(accountId: string, region: string, name: string): Alias | undefined {
    const alias = this.#aliases.get(aliasArn(accountId, region, name));
    if (alias !== undefined) return alias;
    const service = managedAliases.get(name);
    if (service === undefined || this.environment.accounts.find(accountId) === undefined) return undefined;
    return this.#createManagedKey(service, accountId, region, name);
  }

  saveAlias(alias: Alias): void {
    this.#aliases.set(alias.arn, alias);
  }

  deleteAlias(arn: string): void {
    this.#aliases.delete(arn);
  }

  aliasesIn(accountId: string, region: string): readonly Alias[] {
    return [...this.#aliases.values()].filter((alias) => alias.accountId === accountId && alias.region === region);
  }

  aliasesOf(key: Pick<Key, "arn">): readonly Alias[] {
    return [...this.#aliases.values()].filter((alias) => alias.keyArn === key.arn);
  }

  grantsOf(arn: string): readonly Grant[] {
    return [...(this.#grants.get(arn)?.values() ?? [])];
  }

  allGrants(): readonly Grant[] {
    return [...this.#grants.values()].flatMap((grants) => [...grants.values()]);
  }

  saveGrant(grant: Grant): void {
    this.#setGrants(grant.keyArn, new Map(this.#grants.get(grant.keyArn)).set(grant.id, grant));
  }

  deleteGrant({ keyArn: arn, id }: Grant): void {
    const grants = new Map(this.#grants.get(arn));
    grants.delete(id);
    this.#setGrants(arn, grants);
  }

  newKey(accountId: string, region: string, given: Pick<Key, "policy" | "description" | "tags" | "managedBy">): Key {
    const { clock, random, keyIds } = this.environment;
    const chosen = given.managedBy === undefined ? keyIds.next().value : undefined;
    const id = chosen ?? random.uuid();
    return {
      ...given,
      ...{ accountId, region, id, arn: keyArn(accountId, region, id), createdAtMs: clock.now() },
      state: { kind: "enabled" },
      material: random.bytes(32),
    };
  }

  #createManagedKey(service: ManagingService, accountId: string, region: string, name: string): Alias {
    const policy = keyDocument(this.environment, managedKeyPolicy(service, accountId, region));
    const description = `Default key that protects my ${service === "s3" ? "S3 objects" : "Kinesis data"} when no other key is defined`;
    const key = this.newKey(accountId, region, { policy, description, tags: new Map(), managedBy: service });
    this.saveKey(key);
    const now = key.createdAtMs;
    const arn = aliasArn(accountId, region, name);
    const alias = { accountId, region, name, arn, keyArn: key.arn, createdAtMs: now, updatedAtMs: now };
    this.saveAlias(alias);
    return alias;
  }

  #setGrants(arn: string, grants: ReadonlyMap<string, Grant>): void {
    this.#grants.set(arn, grants);
    this.#policies.delete(arn);
  }

  #deleteKey({ arn }: Key): void {
    for (const alias of this.aliasesOf({ arn })) this.deleteAlias(alias.arn);
    this.#keys.delete(arn);
    this.#grants.delete(arn);
    this.#policies.delete(arn);
  }
}
