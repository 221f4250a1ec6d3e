import type { Scenario } from "../harness/scenario.ts";
import { TargetError } from "../harness/target-error.ts";
import { planText } from "./plan-text.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

export interface PlanOptions {
  readonly configFile: string | undefined;
  readonly parallel: number | undefined;
}

/** Says what a run on AWS would do and take. It checks whose accounts these are, and sends nothing that changes anything. */
export async function planCommand(
  scenarios: readonly Scenario[],
  { configFile, parallel }: PlanOptions,
  stdout: Streams["stdout"],
): Promise<number> {
  const { checkedConfig } = await import("../harness/targets/aws/open.ts");
  const { planRun } = await import("../harness/targets/aws/plan.ts");
  const config = await checkedConfig(configFile).catch((error) => {
    throw error instanceof TargetError ? new UsageError(error.message) : error;
  });
  const { accountA, accountB, prefix } = config;
  const plan = await planRun(scenarios, {
    accountA: { id: accountA.accountId, region: accountA.region },
    accountB: { id: accountB.accountId, region: accountB.region },
    prefix,
    permissionsBoundary: config.permissionsBoundary,
    parallel: parallel ?? config.parallel,
  });
  stdout.write(planText(plan));
  return 0;
}
