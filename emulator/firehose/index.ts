import * as model from "@aws-sdk/client-firehose";
import type { Environment } from "../model/environment.ts";
import type { Service } from "../model/service.ts";

export function createFirehose(_environment: Environment): Service {
  return {
    name: "firehose",
    signingName: "firehose",
    protocol: { kind: "aws-json", version: "1.1", targetPrefix: "Firehose_20150804" },
    model,
    actions: [],
    close: async () => {},
  };
}
