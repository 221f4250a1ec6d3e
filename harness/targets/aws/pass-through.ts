import type { AccountAccess, PassCall } from "../../target.ts";
import type { Gate } from "./gate.ts";
import { GateError } from "./gate-error.ts";
import { gatePlugin } from "./gate-plugin.ts";
import { cliService } from "./operations.ts";

/** Lets all calls of an account pass the gate: those of the SDK and those of the AWS CLI. */
export function passThrough(gate: Gate): Required<Pick<AccountAccess, "plugins" | "passCall">> {
  const passCall: PassCall = (call, send) => {
    const service = cliService(call.service);
    if (service === undefined) throw new GateError(`\`aws ${call.service}\` is not run on AWS: it is not known here`);
    return gate.pass({ ...call, service }, send);
  };
  return { plugins: [gatePlugin(gate)], passCall };
}
