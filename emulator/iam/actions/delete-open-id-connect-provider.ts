import { DeleteOpenIDConnectProvider$, type DeleteOpenIDConnectProviderRequest } from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onProvider } from "../permissions.ts";

/**
 * Makes an issuer unknown; one that is not there is no error. Sessions go on. Source: IAM API Reference,
 * DeleteOpenIDConnectProvider.
 */
export const deleteOpenIdConnectProvider = iamAction<DeleteOpenIDConnectProviderRequest, void>({
  schema: DeleteOpenIDConnectProvider$,
  emulates: ["OpenIDConnectProviderArn"],
  constraints: { OpenIDConnectProviderArn: members.arn },
  permissions: (store, call) =>
    onProvider(store, call, "iam:DeleteOpenIDConnectProvider", call.input.OpenIDConnectProviderArn),
  run: (store, { accountId, input: { OpenIDConnectProviderArn: arn = "" } }) => {
    if (store.identityProviders.find(arn)?.accountId === accountId) store.identityProviders.delete(arn);
  },
});
