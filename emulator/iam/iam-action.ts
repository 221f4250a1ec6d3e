import type { StaticOperationSchema } from "@smithy/types";
import { type Action, type Authorized, action, type Call, type Permission } from "../model/action.ts";
import { ServiceError } from "../model/service-error.ts";
import { checkIamConstraints, type IamConstraints } from "./constraints.ts";
import type { IamStore } from "./store.ts";

/** A call by somebody of an account, as all calls of IAM are. */
export interface AccountCall<Input> extends Call<Input> {
  readonly accountId: string;
}

export interface IamActionDefinition<Input, Output> {
  readonly schema: StaticOperationSchema;
  readonly emulates: readonly (keyof Input & string)[];
  readonly constraints?: IamConstraints;
  readonly permissions: (store: IamStore, call: AccountCall<Input>) => readonly Permission[];
  readonly run: (store: IamStore, request: Authorized<Input>) => Output;
}

/** An action of IAM: the input is held against the model before anything is asked of the policies. */
export function iamAction<Input extends object, Output>(
  definition: IamActionDefinition<Input, Output>,
): Action<IamStore, Input, Output> {
  const { schema, emulates, constraints = {}, permissions, run } = definition;
  return action<IamStore, Input, Output>({
    schema,
    emulates,
    permissions: (store, call) => {
      const { accountId, principal, context } = call.caller;
      if (accountId === undefined) throw new TypeError(`a ${principal.kind} caller has no account to manage`);
      // Sessions of GetSessionToken reach IAM only with MFA. Source: STS API Reference, GetSessionToken.
      if (principal.kind !== "assumed-role" && context.has("aws:tokenissuetime")) {
        throw new ServiceError("InvalidClientTokenId", "The security token included in the request is invalid", 403);
      }
      checkIamConstraints(constraints, call.input);
      return permissions(store, { ...call, accountId });
    },
    run,
  });
}
