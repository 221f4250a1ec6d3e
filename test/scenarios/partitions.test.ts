import { embedded } from "../../harness/index.ts";
import { testScenarios } from "../../harness/vitest.ts";
import { scenarios } from "../../scenarios/index.ts";

// Those that write ARNs out themselves, and the plain flow.
const names = [
  "cross-account-delivery",
  "principals/role-that-is-not-there-yet",
  "resources/role-policy-for-another-bucket",
  "resources/bucket-policy-for-another-bucket",
];

for (const region of ["us-gov-west-1", "cn-north-1"]) {
  testScenarios(
    scenarios
      .filter(({ name }) => names.includes(name))
      .map((each) => ({ ...each, title: `${each.title} (${region})` })),
    embedded({ region }),
  );
}
