import type { Service } from "../../../emulator/model/service.ts";
import type { FuzzTarget } from "../target.ts";
import { fuzz } from "../wire/run.ts";

/** Every call of KMS fails in its action with an error that is nobody's input. */
const faulty = (service: Service): Service =>
  service.name !== "kms"
    ? service
    : {
        ...service,
        actions: service.actions.map((action) => ({
          ...action,
          permissions: () => {
            throw new TypeError("a planted fault");
          },
        })),
      };

export const wire: FuzzTarget = {
  name: "wire",
  component: "emulator/wire, emulator/gateway.ts, every service",
  property:
    "whatever comes is answered with one of AWS's errors or by its caller's permissions; nobody else gets through",
  share: 3_000,
  run: async (seed, inputs) => (await fuzz(seed, inputs)).problems,
  runWithFault: async (seed) => (await fuzz(seed, 300, { wrapService: faulty })).problems,
};
