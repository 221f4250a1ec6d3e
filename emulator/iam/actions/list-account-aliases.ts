import {
  ListAccountAliases$,
  type ListAccountAliasesRequest,
  type ListAccountAliasesResponse,
} from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { pageOf } from "../pages.ts";
import { onEverything } from "../permissions.ts";

/** The account's name, if it has one. Source: IAM API Reference, ListAccountAliases. */
export const listAccountAliases = iamAction<ListAccountAliasesRequest, ListAccountAliasesResponse>({
  schema: ListAccountAliases$,
  emulates: ["Marker", "MaxItems"],
  constraints: members.paging,
  permissions: (_store, call) => onEverything(call, "iam:ListAccountAliases"),
  run: (store, { accountId, input }) => {
    const alias = store.aliasOf(accountId);
    const { items, page } = pageOf(alias === undefined ? [] : [alias], input);
    return { AccountAliases: items, ...page };
  },
});
