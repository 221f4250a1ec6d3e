import { type ListGrantsResponse, ListRetirableGrants$, type ListRetirableGrantsRequest } from "@aws-sdk/client-kms";
import { action } from "../../model/action.ts";
import { accountOfArn, arnParts } from "../../model/arn.ts";
import { checkConstraints } from "../../model/constraints.ts";
import * as constraints from "../constraints.ts";
import { grantAnswer } from "../grant.ts";
import { pageOf } from "../pages.ts";
import { byIam } from "../permissions.ts";
import type { KmsStore } from "../store.ts";

/** Grants of the region that a principal of the caller's account may retire. Source: KMS API Reference, ListRetirableGrants. */
export const listRetirableGrants = action<KmsStore, ListRetirableGrantsRequest, ListGrantsResponse>({
  schema: ListRetirableGrants$,
  emulates: ["RetiringPrincipal", "Limit", "Marker"],
  permissions: (_store, call) => {
    checkConstraints(
      { RetiringPrincipal: { ...constraints.principal, required: true }, ...constraints.paging },
      call.input,
    );
    return [byIam(call, "kms:ListRetirableGrants", "*")];
  },
  run: (store, { accountId, region, input }) => {
    const grants = store
      .allGrants()
      .filter(({ retiring }) => retiring !== undefined && retiring.arn === input.RetiringPrincipal)
      .filter(
        ({ keyArn, retiring }) => arnParts(keyArn).region === region && accountOfArn(retiring?.arn ?? "") === accountId,
      );
    const { items, page } = pageOf(grants, input);
    return { Grants: items.map(grantAnswer), ...page };
  },
});
