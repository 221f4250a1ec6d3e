import type { Scenario } from "../harness/scenario.ts";
import { crossAccountDelivery } from "./cross-account-delivery.ts";
import { crossAccountDeliveryByCli } from "./cross-account-delivery-by-cli.ts";
import { deniedScenarios } from "./denied.ts";
import { ownershipScenarios } from "./ownership.ts";
import { permissionScenarios } from "./permissions.ts";

/** Every scenario, in the order of a run. */
export const scenarios: readonly Scenario[] = [
  crossAccountDelivery,
  crossAccountDeliveryByCli,
  ...permissionScenarios,
  ...deniedScenarios,
  ...ownershipScenarios,
];
