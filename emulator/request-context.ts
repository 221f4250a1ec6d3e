import type { Call, Permission, Transport } from "./model/action.ts";
import type { Caller } from "./model/caller.ts";
import type { Organization } from "./model/organization.ts";
import { principalContext } from "./policy/index.ts";

type Values = readonly string[];

/**
 * Condition keys of one request and their values: those of every service, then the action's own. Put together when the
 * first condition or reader asks, which for most requests is never. Sources: IAM User Guide, "Global condition keys".
 */
export class RequestContext implements ReadonlyMap<string, Values> {
  readonly #caller: Caller;
  readonly #transport: Transport;
  readonly #region: string;
  readonly #nowMs: number;
  readonly #resourceAccountId: string;
  readonly #own: Permission["context"];
  readonly #organization: Organization;
  #keys: Map<string, Values> | undefined;

  /** Takes what it needs of the call: the decision log keeps it long after the call's body is gone. */
  constructor(
    { caller, transport, region, now }: Call<object>,
    { resource, context }: Permission,
    organization: Organization,
  ) {
    this.#caller = caller;
    this.#transport = transport;
    this.#region = region;
    this.#nowMs = now;
    this.#resourceAccountId = resource.accountId;
    this.#own = context;
    this.#organization = organization;
  }

  get size(): number {
    return this.#all.size;
  }

  get(key: string): Values | undefined {
    return this.#all.get(key);
  }

  has(key: string): boolean {
    return this.#all.has(key);
  }

  forEach(visit: (values: Values, key: string, map: ReadonlyMap<string, Values>) => void): void {
    for (const [key, values] of this.#all) visit(values, key, this);
  }

  keys() {
    return this.#all.keys();
  }

  values() {
    return this.#all.values();
  }

  entries() {
    return this.#all.entries();
  }

  [Symbol.iterator]() {
    return this.#all[Symbol.iterator]();
  }

  get #all(): Map<string, Values> {
    this.#keys ??= this.#build();
    return this.#keys;
  }

  #build(): Map<string, Values> {
    const keys = new Map<string, Values>(this.#caller.context);
    for (const [key, values] of principalContext(this.#caller.principal)) keys.set(key, values);
    addTransport(keys, this.#transport);
    keys.set("aws:currenttime", [new Date(this.#nowMs).toISOString()]);
    keys.set("aws:epochtime", [String(Math.floor(this.#nowMs / 1000))]);
    keys.set("aws:requestedregion", [this.#region]);
    if (this.#resourceAccountId !== "") keys.set("aws:resourceaccount", [this.#resourceAccountId]);
    this.#addOrganizations(keys);
    for (const [key, value] of Object.entries(this.#own ?? {})) {
      if (value !== undefined) keys.set(key, typeof value === "string" ? [value] : value);
    }
    return keys;
  }

  /** Accounts outside any organization leave the keys out. */
  #addOrganizations(keys: Map<string, Values>): void {
    for (const [side, accountId] of [
      ["principal", this.#caller.accountId],
      ["resource", this.#resourceAccountId],
    ] as const) {
      const id = accountId === undefined ? undefined : this.#organization.organizationId(accountId);
      if (id === undefined || accountId === undefined) continue;
      keys.set(`aws:${side}orgid`, [id]);
      const path = this.#organization.organizationPath(accountId);
      if (path !== undefined) keys.set(`aws:${side}orgpaths`, [path]);
    }
  }
}

function addTransport(keys: Map<string, Values>, transport: Transport): void {
  keys.set("aws:securetransport", [String(transport.secure)]);
  keys.set("aws:sourceip", [transport.sourceIp]);
  if (transport.userAgent !== undefined) keys.set("aws:useragent", [transport.userAgent]);
  if (transport.referer !== undefined) keys.set("aws:referer", [transport.referer]);
  if (transport.source !== undefined) {
    keys.set("aws:sourcearn", [transport.source.arn]);
    keys.set("aws:sourceaccount", [transport.source.accountId]);
  }
  keys.set("aws:viaawsservice", [String(transport.calledVia.length > 0)]);
  const [first] = transport.calledVia;
  const last = transport.calledVia.at(-1);
  if (first !== undefined && last !== undefined) {
    keys.set("aws:calledvia", transport.calledVia);
    keys.set("aws:calledviafirst", [first]);
    keys.set("aws:calledvialast", [last]);
  }
}
