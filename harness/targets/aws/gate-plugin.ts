import type { ClientPlugin } from "../../target.ts";
import type { Gate } from "./gate.ts";
import { GateError } from "./gate-error.ts";
import type { Input, ServiceName } from "./operations.ts";

/** The SDK's clients, by what they call themselves. */
const services: Readonly<Record<string, ServiceName>> = {
  STSClient: "sts",
  IAMClient: "iam",
  S3Client: "s3",
  KinesisClient: "kinesis",
  FirehoseClient: "firehose",
  KMSClient: "kms",
  CloudWatchLogsClient: "logs",
};

/** Lets every call of a client pass the gate, once, before anything is made of it and before its retries. */
export function gatePlugin(gate: Gate): ClientPlugin {
  return {
    applyToStack(stack) {
      stack.add(
        (next, { clientName = "", commandName = "" }) =>
          async (args) => {
            const service = services[clientName];
            if (service === undefined)
              throw new GateError(`${clientName} is not let through to AWS: it is not known here`);
            const call = { service, operation: commandName.replace(/Command$/, ""), input: args.input as Input };
            // What the SDK answers has the raw response beside the output.
            let response: unknown;
            const output = await gate.pass(call, async (input) => {
              const answer = await next({ ...args, input });
              response = answer.response;
              return answer.output;
            });
            return { output, response };
          },
        { step: "initialize", priority: "high", name: "gate" },
      );
    },
  };
}
