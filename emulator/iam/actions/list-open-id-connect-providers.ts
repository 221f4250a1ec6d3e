import {
  ListOpenIDConnectProviders$,
  type ListOpenIDConnectProvidersRequest,
  type ListOpenIDConnectProvidersResponse,
} from "@aws-sdk/client-iam";
import { iamAction } from "../iam-action.ts";
import { onEverything } from "../permissions.ts";

/** Source: IAM API Reference, ListOpenIDConnectProviders. */
export const listOpenIdConnectProviders = iamAction<
  ListOpenIDConnectProvidersRequest,
  ListOpenIDConnectProvidersResponse
>({
  schema: ListOpenIDConnectProviders$,
  emulates: [],
  permissions: (_store, call) => onEverything(call, "iam:ListOpenIDConnectProviders"),
  run: (store, { accountId }) => ({
    OpenIDConnectProviderList: store.identityProviders.of(accountId).map(({ arn }) => ({ Arn: arn })),
  }),
});
