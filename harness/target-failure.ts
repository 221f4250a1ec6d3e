import { ScenarioError } from "./scenario-error.ts";

/**
 * The target itself could not do something, whatever the scenario asked for: it says nothing of the user's configuration,
 * and makes the verdict inconclusive.
 */
export class TargetFailure extends ScenarioError {
  override readonly name = "TargetFailure";
}
