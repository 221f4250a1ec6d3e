import { notImplemented } from "../model/service-error.ts";
import type { AccessKeyRecord } from "./entities.ts";
import { accessKeyNotFound, validationError } from "./errors.ts";
import type { AccountCall } from "./iam-action.ts";
import { theUser } from "./permissions.ts";
import type { IamStore } from "./store.ts";

interface NamingUser {
  readonly UserName?: string;
}

/**
 * The user that a request means: the named one, else the owner of the key that is acted on, else the caller itself.
 * Keys of the root user are part of the account and not managed here.
 */
export function userNameOf(
  store: IamStore,
  { input, caller }: Pick<AccountCall<NamingUser>, "input" | "caller">,
  accessKeyId?: string,
): string {
  if (input.UserName !== undefined) return input.UserName;
  const { principal } = caller;
  if (principal.kind === "user") return principal.userName;
  if (principal.kind !== "root") throw validationError("Must specify userName when calling with non-User credentials");
  if (accessKeyId === undefined) throw notImplemented("An access key of the root user");
  const key = store.findAccessKey(accessKeyId);
  if (key === undefined || key.accountId !== caller.accountId) throw accessKeyNotFound(accessKeyId);
  return key.userName;
}

/** The key that a request means, of the user that it means. Throws NoSuchEntity. */
export function theAccessKey(
  store: IamStore,
  call: Pick<AccountCall<NamingUser>, "input" | "caller" | "accountId">,
  accessKeyId = "",
): AccessKeyRecord {
  const user = theUser(store, call.accountId, userNameOf(store, call, accessKeyId));
  const key = store.findAccessKey(accessKeyId);
  if (key?.userId !== user.id) throw accessKeyNotFound(accessKeyId);
  return key;
}
