import { GenerateRandom$, type GenerateRandomRequest, type GenerateRandomResponse } from "@aws-sdk/client-kms";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import * as constraints from "../constraints.ts";
import { validationFailed } from "../errors.ts";
import { byIam } from "../permissions.ts";
import type { KmsStore } from "../store.ts";

/** Random bytes, as far as the emulator's are random. Errors: ValidationException. Source: KMS API Reference, GenerateRandom. */
export const generateRandom = action<KmsStore, GenerateRandomRequest, GenerateRandomResponse>({
  schema: GenerateRandom$,
  emulates: ["NumberOfBytes"],
  permissions: (_store, call) => {
    if (call.input.NumberOfBytes === undefined) throw validationFailed("NumberOfBytes is required.");
    checkConstraints({ NumberOfBytes: constraints.dataKey.NumberOfBytes }, call.input);
    return [byIam(call, "kms:GenerateRandom", "*")];
  },
  run: ({ environment }, { input: { NumberOfBytes = 0 } }) => ({ Plaintext: environment.random.bytes(NumberOfBytes) }),
});
