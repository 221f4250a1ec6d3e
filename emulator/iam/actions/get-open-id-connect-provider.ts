import {
  GetOpenIDConnectProvider$,
  type GetOpenIDConnectProviderRequest,
  type GetOpenIDConnectProviderResponse,
} from "@aws-sdk/client-iam";
import { tagsAnswer } from "../answers.ts";
import { noSuchEntity } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onProvider } from "../permissions.ts";

/** Errors: NoSuchEntity. Source: IAM API Reference, GetOpenIDConnectProvider. */
export const getOpenIdConnectProvider = iamAction<GetOpenIDConnectProviderRequest, GetOpenIDConnectProviderResponse>({
  schema: GetOpenIDConnectProvider$,
  emulates: ["OpenIDConnectProviderArn"],
  constraints: { OpenIDConnectProviderArn: members.arn },
  permissions: (store, call) =>
    onProvider(store, call, "iam:GetOpenIDConnectProvider", call.input.OpenIDConnectProviderArn),
  run: (store, { accountId, input: { OpenIDConnectProviderArn: arn = "" } }) => {
    const provider = store.identityProviders.find(arn);
    if (provider?.accountId !== accountId) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
    return {
      Url: provider.url,
      ClientIDList: [...provider.clientIds],
      ThumbprintList: [...provider.thumbprints],
      CreateDate: new Date(provider.createdAtMs),
      ...tagsAnswer(provider.tags),
    };
  },
});
