import { ListKeyPolicies$, type ListKeyPoliciesRequest, type ListKeyPoliciesResponse } from "@aws-sdk/client-kms";
import * as constraints from "../constraints.ts";
import { keyAction } from "../key-action.ts";
import { pageOf } from "../pages.ts";

/** A key has one policy, `default`. Source: KMS API Reference, ListKeyPolicies. */
export const listKeyPolicies = keyAction<ListKeyPoliciesRequest, ListKeyPoliciesResponse>({
  schema: ListKeyPolicies$,
  emulates: ["Limit", "Marker"],
  constraints: constraints.paging,
  on: "any",
  run: (_store, { input }) => {
    const { items, page } = pageOf(["default"], input);
    return { PolicyNames: items, ...page };
  },
});
