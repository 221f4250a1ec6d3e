/** What IAM's actions need, with the keys that policies on them may test. Source: Service Authorization Reference, IAM. */
import type { Permission } from "../model/action.ts";
import { iamArn } from "../model/arn.ts";
import { requestTagKeys, resourceTagKeys } from "../model/tag-keys.ts";
import type { Identity, RoleRecord, UserRecord } from "./entities.ts";
import { type IdentityKind, identityNotFound } from "./errors.ts";
import type { AccountCall } from "./iam-action.ts";
import type { IamStore } from "./store.ts";

export type Context = NonNullable<Permission["context"]>;

export interface Tag {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}

/** `action` (`iam:GetRole`) on a role or user that may or may not be there; its absence shows only to who may see it. */
export function onIdentity(
  store: IamStore,
  call: AccountCall<object>,
  action: string,
  kind: IdentityKind,
  name: string,
  context: Context = {},
): readonly Permission[] {
  const identity = findIdentity(store, kind, call.accountId, name);
  const arn = identity?.arn ?? identityArn(call, kind, call.accountId, "/", name);
  return [permission(call, action, arn, { ...tagContext(identity?.tags), ...context })];
}

export function onRole(store: IamStore, call: AccountCall<object>, action: string, name = "", context?: Context) {
  return onIdentity(store, call, action, "role", name, context);
}

export function onUser(store: IamStore, call: AccountCall<object>, action: string, name = "", context?: Context) {
  return onIdentity(store, call, action, "user", name, context);
}

export function onPolicy(store: IamStore, call: AccountCall<object>, action: string, arn = "", context?: Context) {
  return [permission(call, action, arn, { ...tagContext(store.findPolicy(arn)?.tags), ...context })];
}

export function onProvider(store: IamStore, call: AccountCall<object>, action: string, arn = "") {
  return [permission(call, action, arn, resourceTagKeys(store.identityProviders.find(arn)?.tags))];
}

/** For actions without a resource: listings. */
export function onEverything(call: AccountCall<object>, action: string): readonly Permission[] {
  return [permission(call, action, "*", {})];
}

/** For listings by path: the resource is the path. */
export function onPath(call: AccountCall<object>, action: string, kind: IdentityKind, pathPrefix = "/") {
  return [permission(call, action, identityArn(call, kind, call.accountId, pathPrefix, ""), {})];
}

export function permission(
  { accountId }: AccountCall<object>,
  action: string,
  arn: string,
  context: Context,
): Permission {
  return { action, resource: { arn, accountId }, context };
}

/** `region`: one of the partition. */
export function identityArn(
  { region }: { readonly region: string },
  kind: IdentityKind,
  accountId: string,
  path: string,
  name: string,
): string {
  return iamArn(region, accountId, `${kind}${path}${name}`);
}

/** Keys of the tags that a resource has. */
export function tagContext(tags: ReadonlyMap<string, string> | undefined): Context {
  const ofIam = [...(tags ?? [])].map(([key, value]) => [`iam:resourcetag/${key.toLowerCase()}`, value]);
  return { ...Object.fromEntries(ofIam), ...resourceTagKeys(tags) };
}

/** Keys of the tags that a request gives. */
export function requestTagContext(tags: readonly Tag[] | undefined): Context {
  return requestTagKeys((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value] as const));
}

/** `iam:PermissionsBoundary`: the boundary of the identity that is changed. */
export function boundaryContext(identity: Identity | undefined): Context {
  return { "iam:permissionsboundary": identity?.boundary };
}

export function findIdentity(store: IamStore, kind: IdentityKind, accountId: string, name: string) {
  return kind === "role" ? store.findIdentity("role", accountId, name) : store.findIdentity("user", accountId, name);
}

/** The identity that the request names. Throws NoSuchEntity. */
export function theIdentity(store: IamStore, kind: IdentityKind, accountId: string, name = ""): Identity {
  const identity = findIdentity(store, kind, accountId, name);
  if (identity === undefined) throw identityNotFound(kind, name);
  return identity;
}

export function theRole(store: IamStore, accountId: string, name = ""): RoleRecord {
  const role = store.findIdentity("role", accountId, name);
  if (role === undefined) throw identityNotFound("role", name);
  return role;
}

export function theUser(store: IamStore, accountId: string, name = ""): UserRecord {
  const user = store.findIdentity("user", accountId, name);
  if (user === undefined) throw identityNotFound("user", name);
  return user;
}
