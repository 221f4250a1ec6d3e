/**
 * STS: who a caller is, and sessions of roles and users.
 *
 * **Supported**: AssumeRole in and across accounts, by users, sessions (chained) and AWS services; external ID, session
 * policies, session tags with transitive keys, source identity; AssumeRoleWithWebIdentity with ID tokens of OpenID
 * Connect providers whose keys the emulator was given; GetSessionToken; GetCallerIdentity.
 *
 * **Gaps**: MFA, SAML, OAuth 2.0 access tokens, session tags in ID tokens, federated users, and DecodeAuthorizationMessage (no message is encoded here).
 *
 * **By design**: whether a role exists does not show to who may not assume it. How policies and tags are packed is not
 * documented; PackedPolicySize is the plain text's share of its limit.
 *
 * Sources: STS API Reference, IAM User Guide, answers recorded by LocalStack (2024–2026).
 */
import * as model from "@aws-sdk/client-sts";
import type { IamStore } from "../iam/store.ts";
import { bind } from "../model/action.ts";
import { actionsIn } from "../model/action-folder.ts";
import type { Service } from "../model/service.ts";

const actions = await actionsIn<IamStore>(new URL("./actions/", import.meta.url));

/** STS shares the identities of IAM: it turns them into sessions. */
export function createSts(store: IamStore): Service {
  return {
    name: "sts",
    signingName: "sts",
    protocol: {
      kind: "aws-query",
      version: "2011-06-15",
      xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    },
    model,
    // Its token is its proof.
    unsignedActions: new Set(["AssumeRoleWithWebIdentity"]),
    actions: bind(store, actions),
    close: async () => {},
  };
}
