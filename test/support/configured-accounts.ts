import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../../cli/program.ts";
import { setEnvironment } from "../../harness/rehearsal/environment.ts";
import { type Keys, type TwoAccounts, twoAccounts } from "./clients.ts";
import { capture } from "./streams.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface ConfiguredSettings {
  /** In the place of their own. */
  readonly accountIds?: (two: TwoAccounts) => readonly [string, string];
  /** In the place of the root users'. */
  readonly keys?: (two: TwoAccounts) => Promise<readonly [Keys, Keys]>;
}

export interface ConfiguredAccounts extends AsyncDisposable {
  readonly two: TwoAccounts;
  /** Where the configuration is. */
  readonly folder: string;
  crosscheck(...argv: readonly string[]): Promise<{ exitCode: number; stdout: string; stderr: string }>;
}

/** Two accounts with a configuration, and an environment that leads to them. */
export async function configuredAccounts(settings: ConfiguredSettings = {}): Promise<ConfiguredAccounts> {
  const two = await twoAccounts();
  const folder = temporaryFolder();
  const ids = settings.accountIds?.(two) ?? [two.accountA.id, two.accountB.id];
  const [a, b] = (await settings.keys?.(two)) ?? [two.accountA, two.accountB];
  const account = (accountId: string, prefix: string) => ({
    ...{ accountId, region: two.emulator.region, credentials: { kind: "environment", prefix } },
  });
  const config = { accountA: account(ids[0], "A_"), accountB: account(ids[1], "B_"), sandboxAccounts: ids };
  const file = join(folder.path, "crosscheck.config.mjs");
  writeFileSync(file, `export default ${JSON.stringify(config)};\n`);
  const environment = setEnvironment({
    AWS_ENDPOINT_URL: two.emulator.url,
    ...variables("A_", a),
    ...variables("B_", b),
  });
  return {
    two,
    folder: folder.path,
    async crosscheck(...argv) {
      const streams = capture();
      return { exitCode: await runProgram([...argv, "--config", file], streams), ...streams.written() };
    },
    async [Symbol.asyncDispose]() {
      environment[Symbol.dispose]();
      folder[Symbol.dispose]();
      await two[Symbol.asyncDispose]();
    },
  };
}

function variables(prefix: string, { accessKeyId, secretAccessKey, sessionToken }: Keys) {
  return {
    [`${prefix}AWS_ACCESS_KEY_ID`]: accessKeyId,
    [`${prefix}AWS_SECRET_ACCESS_KEY`]: secretAccessKey,
    ...(sessionToken !== undefined && { [`${prefix}AWS_SESSION_TOKEN`]: sessionToken }),
  };
}
