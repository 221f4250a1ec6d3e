import * as model from "@aws-sdk/client-iam";
import type { Environment } from "../model/environment.ts";
import type { Service } from "../model/service.ts";
import type { IamStore } from "./store.ts";

export function createIam(_environment: Environment, _store: IamStore): Service {
  return {
    name: "iam",
    signingName: "iam",
    protocol: { kind: "aws-query", version: "2010-05-08", xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/" },
    model,
    actions: [],
    close: async () => {},
  };
}
