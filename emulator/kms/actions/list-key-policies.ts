import { ListKeyPolicies$, type ListKeyPoliciesRequest, type ListKeyPoliciesResponse } from "@aws-sdk/client-kms";
import * as constraints from "../constraints.ts";
import { keyAction } from "../key-action.ts";

/** A key has one policy, `default`. Source: KMS API Reference, ListKeyPolicies. */
export const listKeyPolicies = keyAction<ListKeyPoliciesRequest, ListKeyPoliciesResponse>({
  schema: ListKeyPolicies$,
  emulates: ["Limit", "Marker"],
  constraints: constraints.paging,
  on: "any",
  run: () => ({ PolicyNames: ["default"], Truncated: false }),
});
