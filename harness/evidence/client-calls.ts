import type { ClientPlugin, SeenCall } from "../target.ts";

/**
 * Tells of the calls that a client makes, with what came of them: all that can be seen of a target which does not tell by
 * itself. Retries of the SDK's own are one call.
 */
export function clientCalls(account: string, now: () => number, onCall: (call: SeenCall) => void): ClientPlugin {
  return {
    applyToStack(stack) {
      stack.add(
        (next, context) => async (args) => {
          const { clientName = "", commandName = "" } = context as { clientName?: string; commandName?: string };
          const call = {
            by: "client" as const,
            account,
            service: serviceOf(clientName),
            operation: commandName.replace(/Command$/, ""),
            input: args.input as object,
            decisions: [],
          };
          try {
            const result = await next(args);
            const output = result.output as { readonly $metadata?: { readonly httpStatusCode?: number } };
            onCall({ ...call, at: now(), output, status: output.$metadata?.httpStatusCode });
            return result;
          } catch (error) {
            onCall({ ...call, at: now(), ...failureOf(error) });
            throw error;
          }
        },
        { step: "initialize", name: "crosscheckEvidence", tags: ["EVIDENCE"] },
      );
    },
  };
}

const services: Readonly<Record<string, string>> = { CloudWatchLogsClient: "logs" };

/** `S3Client` → `s3` */
function serviceOf(clientName: string): string {
  return services[clientName] ?? clientName.replace(/Client$/, "").toLowerCase();
}

function failureOf(error: unknown): Pick<SeenCall, "status" | "error"> {
  const { name, message, $metadata } = error as {
    readonly name?: string;
    readonly message?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  return { status: $metadata?.httpStatusCode, error: { code: name ?? "Error", message: message ?? String(error) } };
}
