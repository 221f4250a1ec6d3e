import type { Account } from "../model/account.ts";
import { rootArn, sessionArn } from "../model/arn.ts";
import type { Caller } from "../model/caller.ts";
import type { AuthorizationRequest, Policy, Principal } from "../policy/types.ts";
import type { Identity, ManagedPolicyRecord, RoleRecord, SessionRecord, UserRecord } from "./entities.ts";
import { defaultVersion } from "./entities.ts";

/** The identities as the rest of AWS sees them now. */
export interface SeenIdentities {
  /** One of the partition. */
  readonly region: string;
  identityById(id: string): Identity | undefined;
  policyByArn(arn: string): ManagedPolicyRecord | undefined;
  serviceControlPolicies(accountId: string): readonly (readonly Policy[])[] | undefined;
}

type PrincipalSide = AuthorizationRequest["principalSide"];

/** The root user: no policy of its own account binds it, service control policies do. */
export function rootCaller(seen: SeenIdentities, account: Account, context: Caller["context"] = new Map()): Caller {
  return {
    principal: { kind: "root", accountId: account.id, arn: rootArn(seen.region, account.id) },
    accountId: account.id,
    canonicalUserId: account.canonicalUserId,
    policiesInForce: () => ({
      identityPolicies: [],
      serviceControlPolicies: seen.serviceControlPolicies(account.id),
    }),
    context,
  };
}

export function userCaller(
  seen: SeenIdentities,
  account: Account,
  user: UserRecord,
  context: Caller["context"] = new Map(),
): Caller {
  return {
    principal: {
      kind: "user",
      accountId: user.accountId,
      arn: user.arn,
      userId: user.id,
      userName: user.name,
      tags: Object.fromEntries(user.tags),
    },
    accountId: account.id,
    canonicalUserId: account.canonicalUserId,
    policiesInForce: () => ({
      ...policiesOf(seen, user.id),
      serviceControlPolicies: seen.serviceControlPolicies(account.id),
    }),
    context,
  };
}

type RoleBearer = Extract<SessionRecord["bearer"], { kind: "role" }>;

/**
 * A session of a role. Its permissions are those of the role at each moment; of a deleted role nothing is left, also not
 * what resource policies give to its id or its name.
 */
export function roleSessionCaller(
  seen: SeenIdentities,
  account: Account,
  bearer: RoleBearer,
  context: Caller["context"],
): Caller {
  return {
    principal: sessionPrincipal(seen.region, bearer),
    accountId: account.id,
    canonicalUserId: account.canonicalUserId,
    policiesInForce: () => {
      const isAlive = seen.identityById(bearer.role.id) !== undefined;
      const sessionPolicies = isAlive ? bearer.policies : [denyingEverything(bearer.role)];
      return {
        ...policiesOf(seen, bearer.role.id),
        ...(sessionPolicies !== undefined && { sessionPolicies }),
        serviceControlPolicies: seen.serviceControlPolicies(account.id),
      };
    },
    context,
  };
}

function sessionPrincipal(region: string, { role, sessionName, tags }: RoleBearer): Principal {
  return {
    kind: "assumed-role",
    accountId: role.accountId,
    arn: sessionArn(region, role.accountId, role.name, sessionName),
    roleArn: role.arn,
    roleName: role.name,
    roleId: role.id,
    sessionName,
    tags: mergedTags(role.tags, tags),
  };
}

/** Session tags take the place of role tags of the same key, whose case does not count. Source: IAM guide, id_session-tags. */
function mergedTags(
  roleTags: ReadonlyMap<string, string>,
  sessionTags: ReadonlyMap<string, string>,
): Record<string, string> {
  const overridden = new Set([...sessionTags.keys()].map((key) => key.toLowerCase()));
  const kept = [...roleTags].filter(([key]) => !overridden.has(key.toLowerCase()));
  return Object.fromEntries([...kept, ...sessionTags]);
}

/** The value stays the same until a policy changes, so that nothing is built anew for each decision. */
const cache = new WeakMap<
  Identity,
  { readonly managed: readonly ManagedPolicyRecord[]; readonly side: PrincipalSide }
>();

function policiesOf(seen: SeenIdentities, id: string): PrincipalSide {
  const identity = seen.identityById(id);
  if (identity === undefined) return { identityPolicies: [] };
  const attached = identity.attachedPolicies.flatMap((arn) => seen.policyByArn(arn) ?? []);
  const boundary = identity.boundary === undefined ? undefined : seen.policyByArn(identity.boundary);
  const managed = boundary === undefined ? attached : [...attached, boundary];
  const cached = cache.get(identity);
  if (cached !== undefined && isSame(cached.managed, managed)) return cached.side;
  const side: PrincipalSide = {
    identityPolicies: [
      ...[...identity.inlinePolicies].map(([name, document]) => policy("identity", name, identity, document)),
      ...attached.map((each) => ({
        ...policy("identity", each.name, identity, defaultVersion(each).document),
        ...keptByAws(each),
      })),
    ],
    ...(identity.boundary !== undefined && {
      permissionsBoundary: {
        ...policy(
          "permissions-boundary",
          boundary?.name ?? identity.boundary,
          identity,
          // A boundary that cannot be seen yet allows nothing.
          boundary === undefined ? allowingNothing : defaultVersion(boundary).document,
        ),
        ...keptByAws(boundary),
      },
    }),
  };
  cache.set(identity, { managed, side });
  return side;
}

function denyingEverything({ accountId, arn }: RoleRecord): Policy {
  return { type: "session", name: "the role was deleted", accountId, attachedTo: arn, document: deniesEverything };
}

const deniesEverything: Policy["document"] = {
  version: "2012-10-17",
  statements: [{ index: 0, effect: "Deny", actions: ["*"], resources: ["*"], conditions: [] }],
  source: "",
};

const allowingNothing: Policy["document"] = { version: "2012-10-17", statements: [], source: "" };

function policy(
  type: "identity" | "permissions-boundary",
  name: string,
  { accountId, arn }: Identity,
  document: Policy["document"],
): Policy {
  return { type, name, accountId, attachedTo: arn, document };
}

function keptByAws(managed: ManagedPolicyRecord | undefined): Pick<Policy, "isAwsManaged"> {
  return managed?.accountId === "aws" ? { isAwsManaged: true } : {};
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((each, at) => each === other[at]);
}
