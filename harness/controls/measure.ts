import { Interruption, type InterruptSettings } from "../interruption.ts";
import { openAccounts } from "../open-accounts.ts";
import { Recorder } from "../recorder.ts";
import { redactAll } from "../redaction/known-secrets.ts";
import type { ControlResult, Measurement } from "../result.ts";
import { failureOf } from "../scenario-error.ts";
import type { Target } from "../target.ts";
import { type Control, notMeasured } from "./control.ts";
import { controls } from "./index.ts";
import { openStage } from "./stage.ts";

/**
 * Measures all controls on a target, side by side in two accounts. Rejects where the target does not answer; what goes
 * wrong in a control is "not measured", and so is what is interrupted.
 */
export async function measureControls(
  target: Target,
  chosen: readonly Control[] = controls,
  { signal, remaining }: InterruptSettings = {},
): Promise<Measurement> {
  const startedAtMs = performance.now();
  await using sandbox = await target.open();
  const interruption = new Interruption(signal);
  // Where the whole sandbox goes, there is nothing to remove.
  const kept = sandbox.isEphemeral ? undefined : remaining;
  using accounts = openAccounts(sandbox, new Recorder({ interruption }), { interruption, remaining: kept });
  const { context } = accounts;
  const { accountA, accountB } = await accounts.identify();
  const stage = openStage(context, accountA, accountB);
  const results = await Promise.all(
    chosen.map(async ({ name, title, measure }): Promise<ControlResult> => {
      const since = performance.now();
      const finding = await measure(stage).catch((error) => notMeasured(failureOf(error).short));
      return { name, title, finding, durationMs: performance.now() - since };
    }),
  );
  const durationMs = performance.now() - startedAtMs;
  await Promise.allSettled([stage.closedBucket, stage.openBucket, stage.directPut]);
  interruption.lift();
  const leftBehind = sandbox.isEphemeral ? [] : await context.cleanUp.run((_title, work) => work());
  return redactAll({ controls: results, durationMs, leftBehind });
}
