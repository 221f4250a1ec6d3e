/**
 * Commands that no page plays, for they take a machine of their own, or minutes, or go on until they are stopped, or are
 * one of a list to choose from; and the test, or the workflow, that runs each. `evidence` is what stands there.
 */
export const elsewhere: readonly {
  readonly command: string;
  readonly runBy: string;
  readonly evidence: string;
}[] = [
  { command: "npm ci", runBy: ".github/workflows/ci.yml", evidence: "- run: npm ci --ignore-scripts\n" },
  {
    command: "npm ci && npm start",
    runBy: "test/docs/examples.test.ts",
    evidence: "runScenario(crossAccountDelivery, embedded())",
  },
  {
    command: "npm ci && npm test",
    runBy: ".github/workflows/ci.yml",
    evidence: "npx --no-install vitest run --project embedded",
  },
  { command: "npx crosscheck run", runBy: ".github/workflows/ci.yml", evidence: "npm run crosscheck -- run --strict" },
  {
    command: "npx crosscheck run cross-account-delivery",
    runBy: "test/cli/history.test.ts",
    evidence: 'crosscheck("run", "cross-account-delivery"',
  },
  {
    command: "npx crosscheck run crosscheck/first-delivery.ts",
    runBy: "test/cli/init.test.ts",
    evidence: 'inFolder(folder.path, "cli/main.ts", ...(play?.argv ?? []))',
  },
  {
    command: "npx crosscheck run --report report",
    runBy: "test/cli/run.test.ts",
    evidence: '"--report", report',
  },
  {
    command: "npx crosscheck run --target localstack",
    runBy: "test/cli/targets.test.ts",
    evidence: '"--target", "localstack"',
  },
  {
    command: "npx crosscheck controls --target localstack",
    runBy: "test/cli/targets.test.ts",
    evidence: 'crosscheck("controls", "--target", endpoint.url)',
  },
  {
    command: "npx crosscheck run --target aws --rehearse",
    runBy: "test/rehearsal/rehearse.ts",
    evidence: '"run", "--target", "aws", "--rehearse"',
  },
  {
    command: "npx crosscheck sweep --plan",
    runBy: "test/cli/sweep.test.ts",
    evidence: 'crosscheck("sweep", "--plan")',
  },
  { command: "npx crosscheck check policies", runBy: "test/cli/check.test.ts", evidence: '["check", ...words]' },
  {
    command: "npx crosscheck check policies --mutate",
    runBy: "test/cli/check-behaviour.test.ts",
    evidence: 'crosscheck("check", article, "--mutate")',
  },
  {
    command: "npx crosscheck access policies",
    runBy: "test/cli/check-behaviour.test.ts",
    evidence: 'crosscheck("access", article)',
  },
  {
    command: "npx crosscheck merge shard-*.json",
    runBy: "test/cli/reporters.test.ts",
    evidence: 'crosscheck("merge", ...files',
  },
  {
    command: "npx crosscheck history",
    runBy: "test/cli/history.test.ts",
    evidence: 'crosscheck("history", "--file", file)',
  },
  { command: "npx crosscheck list", runBy: "test/cli/run.test.ts", evidence: 'crosscheck("list")' },
  { command: "npx crosscheck init", runBy: "test/cli/init.test.ts", evidence: '["init", folder]' },
  { command: "npx crosscheck serve", runBy: "test/cli/serve.test.ts", evidence: 'serve("--virtual-clock"' },
  {
    command: "npx crosscheck serve --port 4500 --accounts accounts.json --decisions",
    runBy: "test/cli/serve.test.ts",
    evidence: 'serve("--accounts", accountsFile, "--decisions")',
  },
  {
    command: "npx crosscheck demo-data monitron --count 100",
    runBy: "test/cli/demo-data.test.ts",
    evidence: '"monitron",\n    "--count",',
  },
  {
    command: "npx crosscheck complete bash",
    runBy: "test/cli/completion.test.ts",
    evidence: '[main, "complete", shell]',
  },
  {
    command: "npx crosscheck check --live --profile-a a --profile-b b --delivery-stream deliver --snapshot both.json",
    runBy: "test/cli/check-live.test.ts",
    evidence: 'crosscheck(...live, "--snapshot", snapshot)',
  },
  {
    command: "npx crosscheck check both.json",
    runBy: "test/cli/check-live.test.ts",
    evidence: 'crosscheck("check", snapshot)',
  },
  {
    command: "npx crosscheck access policies --why",
    runBy: "test/cli/check-behaviour.test.ts",
    evidence: 'crosscheck("access", article, "--why"',
  },
  {
    command: "npx crosscheck check policies --baseline approved.json --update-baseline",
    runBy: "test/cli/check-behaviour.test.ts",
    evidence: '"--baseline", baseline, "--update-baseline")',
  },
  {
    command: "npx crosscheck check policies --baseline approved.json",
    runBy: "test/cli/check-behaviour.test.ts",
    evidence: 'crosscheck("check", policies.path, "--baseline", baseline)',
  },
  {
    command: "npx crosscheck check policies --report report",
    runBy: "test/browser/check.test.ts",
    evidence: '["check", policies, "--report", report("broken")]',
  },
  {
    command: "npx crosscheck run --target aws --plan",
    runBy: "test/cli/plan.test.ts",
    evidence: '"run", "cross-account-delivery", "--target", "aws", "--plan"',
  },
  {
    command: "npx crosscheck run --target aws",
    runBy: "test/rehearsal/command-line.test.ts",
    evidence: '"run", "cross-account-delivery", "--target", "aws"]',
  },
  {
    command: "npx crosscheck sweep",
    runBy: "test/cli/sweep.test.ts",
    evidence: 'crosscheck("sweep")',
  },
  {
    command: "npx crosscheck sweep --run t8k2m1x4q7",
    runBy: "test/cli/sweep.test.ts",
    evidence: 'crosscheck("sweep", "--run", run)',
  },
];

export function isElsewhere(line: string): boolean {
  return elsewhere.some(({ command }) => command === line);
}
