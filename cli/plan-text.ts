import type { Plan, PlannedCall } from "../harness/targets/aws/plan.ts";
import { costOf, type PriceName, prices } from "../harness/targets/aws/prices.ts";

/** The calls of each part, and what all of it takes. */
export function planText(plan: Plan): string {
  const { parts, amounts, seconds, incomplete } = plan;
  const calls = parts.reduce((sum, part) => sum + part.calls.reduce((count, { times }) => count + times, 0), 0);
  const names = (Object.keys(prices) as readonly PriceName[]).filter((name) => amounts[name] > 0);
  return [
    ...parts.flatMap((part) => [part.name, ...part.calls.map(callLine), ""]),
    `${calls} calls would change something; nothing was sent.`,
    `time  about ${Math.ceil(seconds / 60)} min`,
    `cost  about $${costOf(amounts).toFixed(2)}, by list prices of us-east-1:`,
    ...names.map((name) => `  ${costLine(name, amounts[name])}`),
    ...incomplete.map((name) => `not all calls are known of ${name}, which does not come to its end here`),
    "",
  ].join("\n");
}

function callLine({ account, operation, resource, times }: PlannedCall): string {
  return `  ${account}  ${operation.padEnd(32)} ${resource}${times === 1 ? "" : `, ${times} times`}`;
}

function costLine(name: PriceName, amount: number): string {
  const { what, unit, dollars, page } = prices[name];
  return `$${(amount * dollars).toFixed(4)}  ${what}: ${Number(amount.toPrecision(3))} × ${unit}  ${page}`;
}
