import { embedded } from "../../harness/index.ts";
import { testScenarios } from "../../harness/vitest.ts";
import { crossAccountDeliveryByCli } from "../../scenarios/cross-account-delivery-by-cli.ts";
import { scenarios } from "../../scenarios/index.ts";

// The AWS CLI takes half a second a command: its scenario is played once, in test/clients/flow.test.ts.
testScenarios(
  scenarios.filter((each) => each !== crossAccountDeliveryByCli),
  embedded(),
);
