import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scenarios } from "../../scenarios/index.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { rehearse } from "./rehearse.ts";

test("every scenario passes where AWS takes its time and throttles, and both accounts are as before", async () => {
  const { exitCode, stdout, stderr } = await rehearse();
  expect(stdout).toContain(`${scenarios.length} passed on aws in `);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: "crosscheck: starting an embedded AWS that behaves as AWS does in time\n",
  });
});

test("a delivery arrives where every other call is throttled, and nothing is left behind", async () => {
  const { exitCode, stdout } = await rehearse(["cross-account-delivery", "ownership/writer-with-acl"], {
    throttledPercent: 50,
  });
  expect(stdout).toContain("2 passed on aws in ");
  expect(exitCode).toBe(0);
});

test("a configuration's accounts are rehearsed, each in its own region", async () => {
  using folder = temporaryFolder();
  const configFile = join(folder.path, "crosscheck.config.mjs");
  const credentials = { kind: "profile", profile: "not-asked-for" };
  const config = {
    accountA: { accountId: "345678901234", region: "eu-central-1", credentials },
    accountB: { accountId: "456789012345", region: "ap-southeast-2", credentials },
    sandboxAccounts: ["345678901234", "456789012345"],
  };
  writeFileSync(configFile, `export default ${JSON.stringify(config)};`);
  const { exitCode, stdout } = await rehearse(["cross-account-delivery"], { configFile });
  expect(stdout).toContain("account A 345678901234 eu-central-1 · account B 456789012345 ap-southeast-2");
  expect(stdout).toContain("1 passed on aws in ");
  expect(exitCode).toBe(0);
});
