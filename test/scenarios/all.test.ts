import { embedded } from "../../harness/index.ts";
import { testScenarios } from "../../harness/vitest.ts";
import { scenarios } from "../../scenarios/index.ts";

testScenarios(scenarios, embedded());
