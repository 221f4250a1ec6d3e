import {
  CreateOpenIDConnectProvider$,
  type CreateOpenIDConnectProviderRequest,
  type CreateOpenIDConnectProviderResponse,
} from "@aws-sdk/client-iam";
import { tagsAnswer } from "../answers.ts";
import { entityAlreadyExists, validationError } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import { providerArn } from "../identity-providers.ts";
import * as members from "../members.ts";
import { permission, requestTagContext } from "../permissions.ts";
import { withTags } from "../tags.ts";

/**
 * Makes an issuer of web identities known to the account. Its certificate is not looked at, so that a thumbprint is kept
 * and not needed. Errors: EntityAlreadyExists. Source: IAM API Reference, CreateOpenIDConnectProvider.
 */
export const createOpenIdConnectProvider = iamAction<
  CreateOpenIDConnectProviderRequest,
  CreateOpenIDConnectProviderResponse
>({
  schema: CreateOpenIDConnectProvider$,
  emulates: ["Url", "ClientIDList", "ThumbprintList", "Tags"],
  constraints: {
    Url: { required: true, minLength: 1, maxLength: 255 },
    ClientIDList: { maxLength: 100, each: { minLength: 1, maxLength: 255 } },
    ThumbprintList: { maxLength: 5, each: { minLength: 40, maxLength: 40 } },
    Tags: members.tags,
  },
  permissions: (_store, call) => {
    const { Url, Tags } = call.input;
    const arn = providerArn(call.region, call.accountId, hostAndPath(Url));
    const create = permission(call, "iam:CreateOpenIDConnectProvider", arn, requestTagContext(Tags));
    return Tags === undefined || Tags.length === 0
      ? [create]
      : [create, { ...create, action: "iam:TagOpenIDConnectProvider" }];
  },
  run: (store, { accountId, input, now }) => {
    const url = hostAndPath(input.Url);
    const arn = providerArn(store.region, accountId, url);
    if (store.identityProviders.find(arn) !== undefined) {
      throw entityAlreadyExists(`Provider with url ${input.Url} already exists.`);
    }
    const tags = withTags(new Map(), input.Tags);
    const { ClientIDList: clientIds = [], ThumbprintList: thumbprints = [] } = input;
    store.identityProviders.save({ accountId, arn, url, clientIds, thumbprints, createdAtMs: now, tags });
    return { OpenIDConnectProviderArn: arn, ...tagsAnswer(tags) };
  },
});

/** What ARNs and condition keys are made of. The rule is documented, the text is not. */
function hostAndPath(url = ""): string {
  const [, found] = /^https:\/\/([^/?#\s:]+(?:\/[^?#\s]*)?)$/.exec(url) ?? [];
  if (found === undefined) throw validationError(`Invalid Open ID Connect Provider URL: ${url}`);
  return found.replace(/\/$/, "");
}
