import type { Scenario } from "../harness/scenario.ts";
import { crossAccountDelivery } from "./cross-account-delivery.ts";
import { crossAccountDeliveryByCli } from "./cross-account-delivery-by-cli.ts";
import { demoDataScenarios } from "./demo-data.ts";
import { encryptionScenarios } from "./encryption.ts";
import { errorScenarios } from "./errors.ts";
import { limitScenarios } from "./limits.ts";
import { ownershipScenarios } from "./ownership.ts";
import { permissionScenarios } from "./permissions.ts";
import { principalScenarios } from "./principals.ts";
import { resourceScenarios } from "./resources.ts";
import { timingScenarios } from "./timing.ts";

/** Every scenario, in the order of a run. */
export const scenarios: readonly Scenario[] = [
  crossAccountDelivery,
  crossAccountDeliveryByCli,
  ...permissionScenarios,
  ...resourceScenarios,
  ...principalScenarios,
  ...limitScenarios,
  ...encryptionScenarios,
  ...ownershipScenarios,
  ...errorScenarios,
  ...timingScenarios,
  ...demoDataScenarios,
];
