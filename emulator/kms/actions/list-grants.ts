import { ListGrants$, type ListGrantsRequest, type ListGrantsResponse } from "@aws-sdk/client-kms";
import * as constraints from "../constraints.ts";
import { grantAnswer } from "../grant.ts";
import { keyAction } from "../key-action.ts";
import { pageOf } from "../pages.ts";

/** Grants of a key. Source: KMS API Reference, ListGrants. */
export const listGrants = keyAction<ListGrantsRequest, ListGrantsResponse>({
  schema: ListGrants$,
  emulates: ["Limit", "Marker", "GrantId", "GranteePrincipal"],
  constraints: { ...constraints.paging, GrantId: { minLength: 1, maxLength: 128 } },
  context: (_input, { transport }) => ({
    "kms:grantisforawsresource": String(transport.viaService !== undefined),
  }),
  crossAccount: true,
  on: "any",
  run: (store, { input }, key) => {
    const { GrantId, GranteePrincipal } = input;
    const grants = store
      .grantsOf(key.arn)
      .filter(({ id }) => GrantId === undefined || id === GrantId)
      .filter(({ grantee }) => GranteePrincipal === undefined || grantee.arn === GranteePrincipal);
    const { items, page } = pageOf(grants, input);
    return { Grants: items.map(grantAnswer), ...page };
  },
});
