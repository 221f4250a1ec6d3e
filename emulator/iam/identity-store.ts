import { parseArn } from "../model/arn.ts";
import type { Clock } from "../model/clock.ts";
import { drawMs, type Span } from "../model/pace.ts";
import { partitionOf } from "../model/partition.ts";
import type { Random } from "../model/random.ts";
import type { Policy } from "../policy/types.ts";
import { awsManagedPolicies } from "./aws-managed-policies.ts";
import type { Identity, ManagedPolicyRecord, RoleRecord, UserRecord } from "./entities.ts";
import { Ledger } from "./ledger.ts";

export interface IdentityStoreSettings {
  /** One of the partition, to which all identities belong. */
  readonly region: string;
  readonly clock: Clock;
  readonly random: Random;
  /** How long the rest of AWS does not see a change yet. */
  readonly propagation: Span;
}

/** Roles, users and managed policies of every account: as IAM has them, and as the rest of AWS sees them. */
export class IdentityStore {
  /** One of the partition. */
  readonly region: string;
  /** `aws`, `aws-cn` */
  readonly partition: string;
  readonly #ofAws: ReadonlyMap<string, ManagedPolicyRecord>;
  readonly #identities: Ledger<Identity>;
  readonly #keyById = new Map<string, string>();
  readonly #policies: Ledger<ManagedPolicyRecord>;

  constructor({ region, clock, random, propagation }: IdentityStoreSettings) {
    this.region = region;
    this.partition = partitionOf(region).name;
    this.#ofAws = awsManagedPolicies(this.partition);
    const drawDelayMs = () => drawMs(propagation, random);
    this.#identities = new Ledger(() => clock.now(), drawDelayMs);
    this.#policies = new Ledger(() => clock.now(), drawDelayMs);
  }

  findIdentity(kind: "role", accountId: string, name: string): RoleRecord | undefined;
  findIdentity(kind: "user", accountId: string, name: string): UserRecord | undefined;
  findIdentity(kind: Identity["kind"], accountId: string, name: string): Identity | undefined {
    const identity = this.#identities.get(identityKey(kind, accountId, name));
    // The case of a name does not tell two identities apart, but asks for one only as it was given.
    return identity?.name === name ? identity : undefined;
  }

  findIdentityById(id: string): Identity | undefined {
    const identity = this.#identities.get(this.#keyById.get(id) ?? "");
    return identity?.id === id ? identity : undefined;
  }

  /** Names are taken in every spelling of upper and lower case. */
  isTaken(kind: Identity["kind"], accountId: string, name: string): boolean {
    return this.#identities.get(identityKey(kind, accountId, name)) !== undefined;
  }

  /** Of one account, by name as IAM lists them. */
  identities<Kind extends Identity["kind"]>(
    kind: Kind,
    accountId: string,
  ): readonly Extract<Identity, { kind: Kind }>[] {
    const found: Extract<Identity, { kind: Kind }>[] = [];
    for (const each of this.#identities.values()) {
      if (each.kind === kind && each.accountId === accountId) found.push(each as Extract<Identity, { kind: Kind }>);
    }
    return found.sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Identities of an account that have a managed policy attached. */
  identitiesWith(policyArn: string, accountId: string): readonly Identity[] {
    return this.#identitiesOf(accountId).filter(({ attachedPolicies }) => attachedPolicies.includes(policyArn));
  }

  /** Identities of an account whose permissions boundary a managed policy is. */
  identitiesBoundedBy(policyArn: string, accountId: string): readonly Identity[] {
    return this.#identitiesOf(accountId).filter(({ boundary }) => boundary === policyArn);
  }

  saveIdentity(identity: Identity): void {
    const key = identityKey(identity.kind, identity.accountId, identity.name);
    this.#keyById.set(identity.id, key);
    this.#identities.save(key, identity);
  }

  deleteIdentity(identity: Identity): void {
    this.#identities.delete(identityKey(identity.kind, identity.accountId, identity.name));
  }

  /** The role or user that bears a unique id as the other services see it now. */
  identitySeen(id: string): Identity | undefined {
    const identity = this.#identities.seen(this.#keyById.get(id) ?? "");
    return identity?.id === id ? identity : undefined;
  }

  /** A role or user by its ARN, path included, as the other services see it now. */
  identitySeenByArn(arn: string): Identity | undefined {
    const parts = parseArn(arn);
    if (parts?.service !== "iam") return undefined;
    const [kind, ...path] = parts.resource.split("/");
    if (kind !== "role" && kind !== "user") return undefined;
    const identity = this.#identities.seen(identityKey(kind, parts.accountId, path.at(-1) ?? ""));
    return identity?.arn === arn ? identity : undefined;
  }

  /** The role of a session's ARN, which has no path, as the other services see it now. */
  roleSeenBySession(arn: string): Identity | undefined {
    const session = /^arn:([a-z-]+):sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/.exec(arn);
    const [, partition, accountId = "", name = ""] = session ?? [];
    return partition === this.partition ? this.#identities.seen(identityKey("role", accountId, name)) : undefined;
  }

  /** Who may assume a role, as a policy on it. */
  trustPolicyOf({ accountId, arn, trustPolicy }: RoleRecord): Policy {
    return { type: "trust", name: "trust policy", accountId, attachedTo: arn, document: trustPolicy };
  }

  findPolicy(arn: string): ManagedPolicyRecord | undefined {
    return this.#ofAws.get(arn) ?? this.#policies.get(arn);
  }

  /** A managed policy as the other services see it now. */
  policySeen(arn: string): ManagedPolicyRecord | undefined {
    return this.#ofAws.get(arn) ?? this.#policies.seen(arn);
  }

  policies(): readonly ManagedPolicyRecord[] {
    return [...this.#policies.values(), ...this.#ofAws.values()];
  }

  /** A name is one policy's in an account, whatever the paths and the case. */
  isPolicyNameTaken(accountId: string, name: string): boolean {
    for (const policy of this.#policies.values()) {
      if (policy.accountId === accountId && policy.name.toLowerCase() === name.toLowerCase()) return true;
    }
    return false;
  }

  savePolicy(policy: ManagedPolicyRecord): void {
    this.#policies.save(policy.arn, policy);
  }

  deletePolicy(policy: ManagedPolicyRecord): void {
    this.#policies.delete(policy.arn);
  }

  #identitiesOf(accountId: string): readonly Identity[] {
    return [...this.identities("role", accountId), ...this.identities("user", accountId)];
  }
}

function identityKey(kind: Identity["kind"], accountId: string, name: string): string {
  return `${accountId}:${kind}:${name.toLowerCase()}`;
}
