import type { InitFile } from "./init-file.ts";

export const configFile: InitFile = {
  path: "crosscheck.config.ts",
  text: `import { defineConfig } from "firehose-crosscheck";

/** Where \`crosscheck run --target aws\` plays: two accounts that are there to be tested in. */
export default defineConfig({
  // Owns the data stream, the delivery stream and its role.
  accountA: {
    accountId: "111111111111",
    region: "eu-central-1",
    credentials: { kind: "profile", profile: "crosscheck-a" },
  },
  // Owns the bucket.
  accountB: {
    accountId: "222222222222",
    region: "eu-central-1",
    credentials: { kind: "profile", profile: "crosscheck-b" },
  },
  // Nothing is made in an account that is not listed here.
  sandboxAccounts: ["111111111111", "222222222222"],
  forbiddenAccounts: [],
  // Of infra/sandbox-roles.yaml: binds every role that is made.
  permissionsBoundary: "crosscheck-boundary",
});
`,
};
