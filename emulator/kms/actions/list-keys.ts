import { ListKeys$, type ListKeysRequest, type ListKeysResponse } from "@aws-sdk/client-kms";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import * as constraints from "../constraints.ts";
import { pageOf } from "../pages.ts";
import { byIam } from "../permissions.ts";
import type { KmsStore } from "../store.ts";

/** Keys of the account in the region. Source: KMS API Reference, ListKeys. */
export const listKeys = action<KmsStore, ListKeysRequest, ListKeysResponse>({
  schema: ListKeys$,
  emulates: ["Limit", "Marker"],
  permissions: (_store, call) => {
    checkConstraints(constraints.paging, call.input);
    return [byIam(call, "kms:ListKeys", "*")];
  },
  run: (store, { accountId, region, input }) => {
    const { items, page } = pageOf(store.keysOf(accountId, region), input);
    return { Keys: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })), ...page };
  },
});
