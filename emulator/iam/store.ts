import type { Account, AccountDirectory } from "../model/account.ts";
import { rootArn } from "../model/arn.ts";
import type { Caller, Credential, CredentialDirectory, PrincipalDirectory } from "../model/caller.ts";
import type { Clock } from "../model/clock.ts";
import type { Organization } from "../model/organization.ts";
import type { Random } from "../model/random.ts";
import { roleSessionCaller, rootCaller, type SeenIdentities, userCaller } from "./callers.ts";
import type { AccessKeyRecord, Identity, SessionRecord, UserRecord } from "./entities.ts";
import { IdentityProviders, type IssuerKeys } from "./identity-providers.ts";
import { IdentityStore, type IdentityStoreSettings } from "./identity-store.ts";

export interface IamStoreSettings extends IdentityStoreSettings {
  readonly accounts: AccountDirectory;
  readonly organization: Organization;
  /** What the issuers of web identities sign with; none unless given. */
  readonly issuers?: readonly IssuerKeys[];
  /** Unique ids of roles that are to have a certain one, by ARN. */
  readonly roleIds?: ReadonlyMap<string, string>;
}

/** A principal as a resource policy may name it: an account, a role or a user. */
export interface NamedPrincipal {
  readonly kind: "account" | "role" | "user";
  readonly id: string;
  readonly arn: string;
}

/** Every identity with its credentials: who an access key belongs to, and which policies bind them. */
export class IamStore extends IdentityStore implements CredentialDirectory, PrincipalDirectory {
  readonly random: Random;
  readonly identityProviders: IdentityProviders;
  /** Not handed out yet: who is created again is somebody else. */
  readonly #roleIds: Map<string, string>;
  readonly #accounts: AccountDirectory;
  readonly #clock: Clock;
  readonly #accessKeys = new Map<string, AccessKeyRecord>();
  readonly #sessions = new Map<string, SessionRecord>();
  readonly #bearers = new WeakMap<Caller, SessionRecord["bearer"]>();
  /** Credentials as they were made for a request, while the user that they are `of` stays as it is. */
  readonly #made = new WeakMap<
    AccessKeyRecord | SessionRecord,
    { readonly of: Identity | undefined; readonly credential: Credential }
  >();
  readonly #aliases = new Map<string, string>();
  readonly #seen: SeenIdentities;

  constructor(settings: IamStoreSettings) {
    const { region, accounts, organization, clock, random, propagation, issuers = [], roleIds } = settings;
    super({ region, clock, random, propagation });
    this.identityProviders = new IdentityProviders(issuers);
    this.random = random;
    this.#roleIds = new Map(roleIds);
    this.#accounts = accounts;
    this.#clock = clock;
    this.#seen = {
      region,
      identityById: (id) => this.identitySeen(id),
      policyByArn: (arn) => this.policySeen(arn),
      serviceControlPolicies: (accountId) => organization.serviceControlPolicies(accountId),
    };
  }

  /** The unique id of a role that is being made. */
  newRoleId(arn: string): string {
    const given = this.#roleIds.get(arn);
    this.#roleIds.delete(arn);
    return given ?? this.random.awsId("AROA", 21);
  }

  /** The user under another name or path; its keys go with it. */
  renameUser(user: UserRecord, renamed: UserRecord): void {
    this.deleteIdentity(user);
    this.saveIdentity(renamed);
    for (const key of this.accessKeysOf(user.id)) this.saveAccessKey({ ...key, userName: renamed.name });
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

  /** A user, or a session of a role, as who it would call now. */
  callerFor(arn: string): Caller | undefined {
    const identity = this.identitySeenByArn(arn);
    if (identity === undefined) return undefined;
    const account = this.#accounts.get(identity.accountId);
    if (identity.kind === "user") return userCaller(this.#seen, account, identity);
    const bearer = { kind: "role", role: identity, sessionName: "simulated", tags: new Map(), transitiveTagKeys: [] };
    return roleSessionCaller(this.#seen, account, { ...bearer, kind: "role" }, new Map());
  }

  findByArn(arn: string): { readonly uniqueId: string; readonly arn: string } | undefined {
    const identity = this.identitySeenByArn(arn) ?? this.roleSeenBySession(arn);
    return identity && { uniqueId: identity.id, arn: identity.arn };
  }

  findById(uniqueId: string): { readonly uniqueId: string; readonly arn: string } | undefined {
    const identity = this.identitySeen(uniqueId);
    return identity && { uniqueId: identity.id, arn: identity.arn };
  }

  lookUp(arnOrId: string): NamedPrincipal | undefined {
    const account = this.#accountNamed(arnOrId);
    if (account !== undefined) return { kind: "account", id: account.id, arn: rootArn(this.region, account.id) };
    const identity = arnOrId.startsWith("arn:") ? this.identitySeenByArn(arnOrId) : this.identitySeen(arnOrId);
    return identity && { kind: identity.kind, id: identity.id, arn: identity.arn };
  }

  #accountNamed(arnOrId: string): Account | undefined {
    if (/^\d{12}$/.test(arnOrId)) return this.#accounts.find(arnOrId);
    const ofRoot = /:(\d{12}):root$/.exec(arnOrId)?.[1];
    if (ofRoot === undefined) return this.#accounts.byCanonicalUserId(arnOrId);
    return arnOrId === rootArn(this.region, ofRoot) ? this.#accounts.find(ofRoot) : undefined;
  }

  #userCredential(key: AccessKeyRecord): Credential | undefined {
    const user = this.findIdentityById(key.userId);
    if (user?.kind !== "user") return undefined;
    const made = this.#made.get(key);
    if (made?.of === user) return made.credential;
    const { accessKeyId, secretAccessKey, accountId, status } = key;
    const caller = userCaller(this.#seen, this.#accounts.get(accountId), user);
    const credential = { accessKeyId, secretAccessKey, inactive: status === "Inactive", caller };
    this.#made.set(key, { of: user, credential });
    return credential;
  }

  #sessionCredential(session: SessionRecord): Credential | undefined {
    const { accessKeyId, secretAccessKey, sessionToken, expiresAtMs, bearer } = session;
    const of = bearer.kind === "user" ? this.findIdentityById(bearer.userId) : undefined;
    const made = this.#made.get(session);
    if (made !== undefined && made.of === of) return made.credential;
    const caller = this.#sessionCaller(session);
    if (caller === undefined) return undefined;
    this.#bearers.set(caller, bearer);
    const credential = { accessKeyId, secretAccessKey, sessionToken, expiresAtMs, caller };
    this.#made.set(session, { of, credential });
    return credential;
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
        if (bearer.federatedProvider !== undefined) context.set("aws:federatedprovider", [bearer.federatedProvider]);
        return roleSessionCaller(this.#seen, account, bearer, context);
      case "user": {
        const user = this.findIdentityById(bearer.userId);
        return user?.kind === "user" ? userCaller(this.#seen, account, user, context) : undefined;
      }
      case "root":
        return rootCaller(this.#seen, account, context);
    }
  }
}

const sessionMemoryMs = 36 * 3_600_000;
