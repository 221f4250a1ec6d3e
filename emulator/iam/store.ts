import type { AccountDirectory } from "../model/account.ts";
import { parseArn } from "../model/arn.ts";
import type { Caller, Credential, CredentialDirectory, PrincipalDirectory } from "../model/caller.ts";
import type { Clock } from "../model/clock.ts";
import type { Organization } from "../model/organization.ts";
import type { Random } from "../model/random.ts";
import type { Policy } from "../policy/types.ts";
import { awsManagedPolicies } from "./aws-managed-policies.ts";
import { roleSessionCaller, rootCaller, type SeenIdentities, userCaller } from "./callers.ts";
import type {
  AccessKeyRecord,
  Identity,
  ManagedPolicyRecord,
  RoleRecord,
  SessionRecord,
  UserRecord,
} from "./entities.ts";
import { Ledger } from "./ledger.ts";

export interface IamStoreSettings {
  readonly accounts: AccountDirectory;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly random: Random;
  /** How long the other services do not see a change yet; 0 unless given. */
  readonly propagationMs?: number;
}

/** A principal as a resource policy may name it: an account, a role or a user. */
export interface NamedPrincipal {
  readonly kind: "account" | "role" | "user";
  readonly id: string;
  readonly arn: string;
}

/** Every identity of every account: who an access key belongs to, and which policies bind them. */
export class IamStore implements CredentialDirectory, PrincipalDirectory {
  readonly random: Random;
  readonly #accounts: AccountDirectory;
  readonly #clock: Clock;
  readonly #identities: Ledger<Identity>;
  readonly #keyById = new Map<string, string>();
  readonly #policies: Ledger<ManagedPolicyRecord>;
  readonly #accessKeys = new Map<string, AccessKeyRecord>();
  readonly #sessions = new Map<string, SessionRecord>();
  readonly #bearers = new WeakMap<Caller, SessionRecord["bearer"]>();
  readonly #aliases = new Map<string, string>();
  readonly #seen: SeenIdentities;

  constructor({ accounts, organization, clock, random, propagationMs = 0 }: IamStoreSettings) {
    this.random = random;
    this.#accounts = accounts;
    this.#clock = clock;
    this.#identities = new Ledger(() => clock.now(), propagationMs);
    this.#policies = new Ledger(() => clock.now(), propagationMs);
    this.#seen = {
      identityById: (id) => this.identitySeen(id),
      policyByArn: (arn) => awsManagedPolicies.get(arn) ?? this.#policies.seen(arn),
      serviceControlPolicies: (accountId) => organization.serviceControlPolicies(accountId),
    };
  }

  findIdentity(kind: "role", accountId: string, name: string): RoleRecord | undefined;
  findIdentity(kind: "user", accountId: string, name: string): UserRecord | undefined;
  findIdentity(kind: Identity["kind"], accountId: string, name: string): Identity | undefined {
    const identity = this.#identities.get(identityKey(kind, accountId, name));
    // The case of a name does not tell two identities apart, but asks for one only as it was given.
    return identity?.name === name ? identity : undefined;
  }

  /** Names are taken in every spelling of upper and lower case. */
  isTaken(kind: Identity["kind"], accountId: string, name: string): boolean {
    return this.#identities.get(identityKey(kind, accountId, name)) !== undefined;
  }

  /** Of one account, by path and name as IAM lists them. */
  identities<Kind extends Identity["kind"]>(
    kind: Kind,
    accountId: string,
  ): readonly Extract<Identity, { kind: Kind }>[] {
    const found: Extract<Identity, { kind: Kind }>[] = [];
    for (const each of this.#identities.values()) {
      if (each.kind === kind && each.accountId === accountId) found.push(each as Extract<Identity, { kind: Kind }>);
    }
    return found.sort((one, other) => compare(one.name, other.name));
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

  /** The user under another name or path; its keys go with it. */
  renameUser(user: UserRecord, renamed: UserRecord): void {
    this.deleteIdentity(user);
    this.saveIdentity(renamed);
    for (const key of this.accessKeysOf(user.id)) this.saveAccessKey({ ...key, userName: renamed.name });
  }

  deleteIdentity(identity: Identity): void {
    this.#identities.delete(identityKey(identity.kind, identity.accountId, identity.name));
  }

  /** The role or user that bears a unique id as the other services see it now. */
  identitySeen(id: string): Identity | undefined {
    const key = this.#keyById.get(id);
    const identity = key === undefined ? undefined : this.#identities.seen(key);
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

  /** Who may assume a role, as a policy on it. */
  trustPolicyOf({ accountId, arn, trustPolicy }: RoleRecord): Policy {
    return { type: "trust", name: "trust policy", accountId, attachedTo: arn, document: trustPolicy };
  }

  findPolicy(arn: string): ManagedPolicyRecord | undefined {
    return awsManagedPolicies.get(arn) ?? this.#policies.get(arn);
  }

  policies(): readonly ManagedPolicyRecord[] {
    return [...this.#policies.values(), ...awsManagedPolicies.values()];
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

  findAccessKey(accessKeyId: string): AccessKeyRecord | undefined {
    return this.#accessKeys.get(accessKeyId);
  }

  accessKeysOf(userId: string): readonly AccessKeyRecord[] {
    return [...this.#accessKeys.values()].filter((key) => key.userId === userId);
  }

  saveAccessKey(key: AccessKeyRecord): void {
    this.#accessKeys.set(key.accessKeyId, key);
  }

  deleteAccessKey(accessKeyId: string): void {
    this.#accessKeys.delete(accessKeyId);
  }

  saveSession(session: SessionRecord): void {
    // Expired credentials are refused as expired for a while and then as unknown, so that a long run does not grow.
    for (const [id, { expiresAtMs }] of this.#sessions) {
      if (expiresAtMs + sessionMemoryMs > this.#clock.now()) break;
      this.#sessions.delete(id);
    }
    this.#sessions.set(session.accessKeyId, session);
  }

  /** Whose session a caller is, where it came with temporary credentials. */
  bearerOf(caller: Caller): SessionRecord["bearer"] | undefined {
    return this.#bearers.get(caller);
  }

  findSession(accessKeyId: string): SessionRecord | undefined {
    return this.#sessions.get(accessKeyId);
  }

  aliasOf(accountId: string): string | undefined {
    return this.#aliases.get(accountId);
  }

  /** Undefined removes it. */
  setAlias(accountId: string, alias: string | undefined): void {
    if (alias === undefined) this.#aliases.delete(accountId);
    else this.#aliases.set(accountId, alias);
  }

  isAliasTaken(alias: string): boolean {
    return [...this.#aliases.values()].includes(alias);
  }

  findCredential(accessKeyId: string): Credential | undefined {
    const account = this.#accounts.byAccessKeyId(accessKeyId);
    if (account !== undefined) {
      const { secretAccessKey } = account;
      return { accessKeyId, secretAccessKey, caller: rootCaller(this.#seen, account) };
    }
    const key = this.#accessKeys.get(accessKeyId);
    if (key !== undefined) return this.#userCredential(key);
    const session = this.#sessions.get(accessKeyId);
    return session && this.#sessionCredential(session);
  }

  findByArn(arn: string): { readonly uniqueId: string; readonly arn: string } | undefined {
    const session = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/.exec(arn);
    const identity =
      session === null
        ? this.identitySeenByArn(arn)
        : this.#identities.seen(identityKey("role", session[1] ?? "", session[2] ?? ""));
    return identity && { uniqueId: identity.id, arn: identity.arn };
  }

  findById(uniqueId: string): { readonly uniqueId: string; readonly arn: string } | undefined {
    const identity = this.identitySeen(uniqueId);
    return identity && { uniqueId: identity.id, arn: identity.arn };
  }

  lookUp(arnOrId: string): NamedPrincipal | undefined {
    const accountId = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(arnOrId)?.[1];
    const account =
      accountId === undefined ? this.#accounts.byCanonicalUserId(arnOrId) : this.#accounts.find(accountId);
    if (account !== undefined) return { kind: "account", id: account.id, arn: `arn:aws:iam::${account.id}:root` };
    const identity = arnOrId.startsWith("arn:") ? this.identitySeenByArn(arnOrId) : this.identitySeen(arnOrId);
    return identity && { kind: identity.kind, id: identity.id, arn: identity.arn };
  }

  #userCredential({
    accessKeyId,
    secretAccessKey,
    userId,
    accountId,
    status,
  }: AccessKeyRecord): Credential | undefined {
    const user = this.#newestById(userId);
    if (user?.kind !== "user") return undefined;
    const caller = userCaller(this.#seen, this.#accounts.get(accountId), user);
    return { accessKeyId, secretAccessKey, inactive: status === "Inactive", caller };
  }

  #sessionCredential(session: SessionRecord): Credential | undefined {
    const caller = this.#sessionCaller(session);
    if (caller === undefined) return undefined;
    this.#bearers.set(caller, session.bearer);
    const { accessKeyId, secretAccessKey, sessionToken, expiresAtMs } = session;
    return { accessKeyId, secretAccessKey, sessionToken, expiresAtMs, caller };
  }

  #sessionCaller({ accountId, bearer, issuedAtMs }: SessionRecord): Caller | undefined {
    const account = this.#accounts.get(accountId);
    const context = new Map<string, readonly string[]>([
      ["aws:tokenissuetime", [new Date(issuedAtMs).toISOString()]],
      ["aws:multifactorauthpresent", ["false"]],
    ]);
    switch (bearer.kind) {
      case "role":
        if (bearer.sourceIdentity !== undefined) context.set("aws:sourceidentity", [bearer.sourceIdentity]);
        return roleSessionCaller(this.#seen, account, bearer, context);
      case "user": {
        const user = this.#newestById(bearer.userId);
        return user?.kind === "user" ? userCaller(this.#seen, account, user, context) : undefined;
      }
      case "root":
        return rootCaller(this.#seen, account, context);
    }
  }

  #identitiesOf(accountId: string): readonly Identity[] {
    return [...this.identities("role", accountId), ...this.identities("user", accountId)];
  }

  #newestById(id: string): Identity | undefined {
    const key = this.#keyById.get(id);
    const identity = key === undefined ? undefined : this.#identities.get(key);
    return identity?.id === id ? identity : undefined;
  }
}

const sessionMemoryMs = 36 * 3_600_000;

function identityKey(kind: Identity["kind"], accountId: string, name: string): string {
  return `${accountId}:${kind}:${name.toLowerCase()}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
