import type { StaticOperationSchema } from "@smithy/types";
import type { Action, Authorized, Permission } from "../model/action.ts";
import type { Identity, RoleRecord, UserRecord } from "./entities.ts";
import { type IdentityKind, identityNotFound } from "./errors.ts";
import { iamAction } from "./iam-action.ts";
import * as members from "./members.ts";
import { type Context, findIdentity, onIdentity } from "./permissions.ts";
import type { IamStore } from "./store.ts";

interface Kinds {
  readonly role: RoleRecord;
  readonly user: UserRecord;
}

/** The member by which a request names the identity, and its constraint. */
const naming = {
  role: { member: "RoleName", constraint: members.roleName },
  user: { member: "UserName", constraint: members.userName },
} as const;

interface IdentityActionDefinition<Input extends object, Output, Record extends Identity> {
  /** Beside the name. */
  readonly emulates: readonly (keyof Input & string)[];
  readonly constraints?: NonNullable<Parameters<typeof iamAction>[0]["constraints"]>;
  /** Condition keys beside the identity's tags. `identity`: undefined where there is none of that name. */
  readonly context?: (input: Input, identity: Record | undefined) => Context;
  readonly run: (store: IamStore, request: Authorized<Input>, identity: Record) => Output;
}

/**
 * An operation on one role or one user. It needs the permission of its own name on the identity's ARN, and whoever
 * lacks it does not learn whether the identity exists. Throws NoSuchEntity.
 */
export function identityAction<Kind extends IdentityKind, Input extends object, Output>(
  kind: Kind,
  schema: StaticOperationSchema,
  { emulates, constraints, context, run }: IdentityActionDefinition<Input, Output, Kinds[Kind]>,
): Action<IamStore, Input, Output> {
  const { member, constraint } = naming[kind];
  const named = (input: Input) => String((input as Readonly<Record<string, unknown>>)[member]);
  const find = (store: IamStore, accountId: string, name: string) =>
    findIdentity(store, kind, accountId, name) as Kinds[Kind] | undefined;
  return iamAction<Input, Output>({
    schema,
    emulates: [member as keyof Input & string, ...emulates],
    constraints: { [member]: constraint, ...constraints },
    permissions: (store, call): readonly Permission[] => {
      const name = named(call.input);
      const keys = context?.(call.input, find(store, call.accountId, name));
      return onIdentity(store, call, `iam:${schema[2]}`, kind, name, keys);
    },
    run: (store, request) => {
      const name = named(request.input);
      const identity = find(store, request.accountId, name);
      if (identity === undefined) throw identityNotFound(kind, name);
      return run(store, request, identity);
    },
  });
}

/** Operations that differ by the kind of their identity alone: AttachRolePolicy and AttachUserPolicy. */
export function identityActions<Input extends object, Output>(
  schemas: Readonly<Record<IdentityKind, StaticOperationSchema>>,
  definition: IdentityActionDefinition<Input, Output, Identity>,
): readonly Action<IamStore, Input, Output>[] {
  return [
    identityAction<"role", Input, Output>("role", schemas.role, definition),
    identityAction<"user", Input, Output>("user", schemas.user, definition),
  ];
}
