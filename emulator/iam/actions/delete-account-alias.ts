import { DeleteAccountAlias$, type DeleteAccountAliasRequest } from "@aws-sdk/client-iam";
import { noSuchEntity } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onEverything } from "../permissions.ts";

/** Takes the account's name off. Errors: NoSuchEntity. Source: IAM API Reference, DeleteAccountAlias. */
export const deleteAccountAlias = iamAction<DeleteAccountAliasRequest, void>({
  schema: DeleteAccountAlias$,
  emulates: ["AccountAlias"],
  constraints: { AccountAlias: members.accountAlias },
  permissions: (_store, call) => onEverything(call, "iam:DeleteAccountAlias"),
  run: (store, { accountId, input: { AccountAlias: alias = "" } }) => {
    if (store.aliasOf(accountId) !== alias) throw noSuchEntity(`The account alias ${alias} cannot be found.`);
    store.setAlias(accountId, undefined);
  },
});
