import * as model from "@aws-sdk/client-sts";
import type { IamStore } from "../iam/store.ts";
import { bind } from "../model/action.ts";
import type { Service } from "../model/service.ts";
import { assumeRole } from "./actions/assume-role.ts";
import { getCallerIdentity } from "./actions/get-caller-identity.ts";

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
    actions: bind(store, [assumeRole, getCallerIdentity]),
    close: async () => {},
  };
}
