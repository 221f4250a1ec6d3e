import * as model from "@aws-sdk/client-s3";
import type { Environment } from "../model/environment.ts";
import type { Service } from "../model/service.ts";

export function createS3(_environment: Environment): Service {
  return {
    name: "s3",
    signingName: "s3",
    protocol: { kind: "rest-xml", xmlNamespace: "http://s3.amazonaws.com/doc/2006-03-01/" },
    model,
    actions: [],
    close: async () => {},
  };
}
