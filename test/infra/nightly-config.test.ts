import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { readConfig } from "../../harness/config/read-config.ts";

test("the nightly's configuration is one that a run takes", async () => {
  vi.stubEnv("CROSSCHECK_ACCOUNT_A", "111111111111");
  vi.stubEnv("CROSSCHECK_ACCOUNT_B", "222222222222");
  vi.stubEnv("CROSSCHECK_REGION", "eu-central-1");
  try {
    const config = await readConfig(join(import.meta.dirname, "../../infra/nightly.config.ts"));
    expect(config).toMatchObject({
      accountA: {
        accountId: "111111111111",
        credentials: {
          kind: "web-identity",
          roleArn: "arn:aws:iam::111111111111:role/crosscheck-harness",
          sessionMinutes: 180,
        },
      },
      accountB: { accountId: "222222222222", region: "eu-central-1" },
      permissionsBoundary: "crosscheck-boundary",
    });
  } finally {
    vi.unstubAllEnvs();
  }
});
