/** What vitest needs to play scenarios, and to check objects as they do: `import "../harness/vitest.ts"` adds matchers. */
import { expect, test } from "vitest";
import type { CanonicalUser } from "./matchers.ts";
import { type Match, objectMatchers } from "./matchers.ts";
import type { ScenarioResult } from "./result.ts";
import { type RunScenarioSettings, runScenario } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";
import type { Target } from "./target.ts";

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** The object's bytes, as text or as they are. */
    toHaveContents(expected: string | Uint8Array): R;
    /** The object's owner is this account. */
    toBeOwnedBy(account: CanonicalUser): R;
    /** Exactly these grants, in this order. */
    toGrant(grants: readonly (readonly [account: CanonicalUser, permission: string])[]): R;
  }
}

expect.extend(
  Object.fromEntries(
    Object.entries(objectMatchers).map(([name, matcher]) => [
      name,
      function (this: { readonly isNot: boolean }, received: unknown, ...expected: readonly unknown[]) {
        const match = (matcher as (...values: readonly unknown[]) => Match)(received, ...expected);
        const not = this.isNot ? "not " : "";
        const message = () => `expected ${not}${match.expected}\nreceived ${match.received}`;
        return { pass: match.pass, message };
      },
    ]),
  ),
);

/**
 * A test for each scenario. What cannot be judged is skipped with its reason; under `CI`, where everything that the
 * scenarios need is installed, it fails.
 */
export function testScenarios(
  scenarios: readonly Scenario[],
  target: Target,
  settings: RunScenarioSettings = {},
): void {
  for (const each of scenarios) {
    test(`${each.name}: ${each.title}`, async ({ skip }) => {
      const { verdict, setting } = await runScenario(each, target, settings);
      if (verdict.kind === "inconclusive" && !process.env.CI) skip(verdict.because);
      if (verdict.kind === "failed") throw new Error(`${verdict.failure.message}\n${describeSetting(setting)}`);
      expect(verdict).toEqual({ kind: "passed" });
    });
  }
}

function describeSetting(setting: ScenarioResult["setting"]): string {
  return setting.map(({ name, value }) => `${name} ${value}`).join(", ");
}
