import * as model from "@aws-sdk/client-kinesis";
import type { Environment } from "../model/environment.ts";
import type { Service } from "../model/service.ts";

export function createKinesis(_environment: Environment): Service {
  return {
    name: "kinesis",
    signingName: "kinesis",
    protocol: { kind: "aws-json", version: "1.1", targetPrefix: "Kinesis_20131202" },
    model,
    actions: [],
    close: async () => {},
  };
}
