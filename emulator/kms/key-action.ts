import type { StaticOperationSchema } from "@smithy/types";
import { type Action, type Authorized, action, type Call } from "../model/action.ts";
import { type Constraint, type Constraints, checkConstraints } from "../model/constraints.ts";
import { keyDisabled, keyPendingDeletion } from "./errors.ts";
import type { Key } from "./key.ts";
import { existing, keyReference } from "./key-reference.ts";
import { type Context, onKey } from "./permissions.ts";
import type { KmsStore } from "./store.ts";

export const keyIdConstraint: Constraint = { required: true, minLength: 1, maxLength: 2048 };

export interface KeyActionDefinition<Input extends { readonly KeyId?: string | undefined }, Output> {
  readonly schema: StaticOperationSchema;
  /** Beside KeyId. */
  readonly emulates: readonly (keyof Input & string)[];
  readonly constraints?: Constraints;
  readonly context?: (input: Input, call: Call<Input>) => Context;
  /** Whether keys of other accounts can be named. Source: KMS Developer Guide, "Allowing users in other accounts to use a KMS key". */
  readonly crossAccount?: boolean;
  /** Which keys it works on: enabled ones, those not on their way out, or all. Source: KMS Developer Guide, "Key states". */
  readonly on: "enabled" | "not-pending-deletion" | "any";
  readonly run: (store: KmsStore, request: Authorized<Input>, key: Key) => Output;
}

/** An operation on the one key that `KeyId` names. It needs the permission of its own name on the key. */
export function keyAction<Input extends { readonly KeyId?: string | undefined }, Output>(
  definition: KeyActionDefinition<Input, Output>,
): Action<KmsStore, Input, Output> {
  const { schema, constraints = {}, context, crossAccount = false } = definition;
  return action<KmsStore, Input, Output>({
    schema,
    emulates: ["KeyId", ...definition.emulates],
    permissions: (store, call) => {
      checkConstraints({ KeyId: keyIdConstraint, ...constraints }, call.input);
      const reference = keyReference(store, call, call.input.KeyId ?? "");
      return [onKey(store, call, `kms:${schema[2]}`, reference, context?.(call.input, call), !crossAccount)];
    },
    run: (store, request) => {
      const key = existing(keyReference(store, request, request.input.KeyId ?? ""));
      refuseState(key, definition.on);
      return definition.run(store, request, key);
    },
  });
}

/** Throws DisabledException, KMSInvalidStateException. */
export function refuseState(key: Key, on: KeyActionDefinition<object, unknown>["on"]): void {
  if (on !== "any" && key.state.kind === "pending-deletion") throw keyPendingDeletion(key.arn);
  if (on === "enabled" && key.state.kind === "disabled") throw keyDisabled(key.arn);
}
