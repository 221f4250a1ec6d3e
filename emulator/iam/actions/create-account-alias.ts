import { CreateAccountAlias$, type CreateAccountAliasRequest } from "@aws-sdk/client-iam";
import { entityAlreadyExists } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onEverything } from "../permissions.ts";

/**
 * Names the account; the name must be free among all accounts, and takes the place of an earlier one.
 * Errors: EntityAlreadyExists. Source: IAM API Reference, CreateAccountAlias.
 */
export const createAccountAlias = iamAction<CreateAccountAliasRequest, void>({
  schema: CreateAccountAlias$,
  emulates: ["AccountAlias"],
  constraints: { AccountAlias: members.accountAlias },
  permissions: (_store, call) => onEverything(call, "iam:CreateAccountAlias"),
  run: (store, { accountId, input: { AccountAlias: alias = "" } }) => {
    if (store.isAliasTaken(alias)) throw entityAlreadyExists(`The account alias ${alias} already exists.`);
    store.setAlias(accountId, alias);
  },
});
