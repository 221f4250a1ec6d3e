/**
 * IAM: roles, users, access keys, inline and managed policies, permissions boundaries, tags, account aliases, OpenID
 * Connect providers.
 *
 * **Supported**: what Terraform, boto3 and the AWS CLI call around roles, policies, users and access keys, each call
 * authorized with IAM's own condition keys; documents validated with IAM's messages; trust policies whose principals are
 * held by unique id; SimulatePrincipalPolicy and SimulateCustomPolicy; changes that the rest of AWS sees late
 * (`iamPropagationMs`, `likeAws`); access keys count at once all the same.
 *
 * **Gaps**: groups, instance profiles, SAML providers, service-linked roles, MFA, passwords and reports. When a role
 * or key was last used is not kept. Of AWS's managed policies only a few are known. A simulation does not tell the
 * place of a statement in its document.
 *
 * **By design**: a name is found in the spelling of its creation only, though it is taken in every spelling (the guide
 * says the latter; the former is not documented). The session of a deleted role is denied everything, also what a
 * resource policy still gives to the role's id. What is not emulated is refused by its name.
 *
 * Sources: IAM API Reference and User Guide, the API's model of August 2026, answers that LocalStack recorded from AWS
 * (2023 to 2026; `test/parity/`).
 */
import * as model from "@aws-sdk/client-iam";
import { bind } from "../model/action.ts";
import { actionsIn } from "../model/action-folder.ts";
import type { Environment } from "../model/environment.ts";
import type { Service } from "../model/service.ts";
import type { IamStore } from "./store.ts";

const actions = await actionsIn<IamStore>(new URL("./actions/", import.meta.url));

export function createIam(_environment: Environment, store: IamStore): Service {
  return {
    name: "iam",
    signingName: "iam",
    protocol: { kind: "aws-query", version: "2010-05-08", xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/" },
    model,
    actions: bind(store, actions),
    close: async () => {},
  };
}
