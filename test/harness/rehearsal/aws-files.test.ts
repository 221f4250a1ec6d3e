import { readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { writeAwsFiles } from "../../../harness/rehearsal/aws-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

test("keys are in the one file, roles in the other, and nobody else may read them", async () => {
  using folder = temporaryFolder();
  const files = await writeAwsFiles(folder.path, {
    user: { kind: "user", credentials: { accessKeyId: "AKIA1", secretAccessKey: "secret" } },
    sandbox: {
      ...{ kind: "role", roleArn: "arn:aws:iam::111111111111:role/sandbox", externalId: "x" },
      ...{ region: "eu-west-1", source: "user" },
    },
  });
  expect(readFileSync(files.AWS_SHARED_CREDENTIALS_FILE, "utf8")).toBe(
    "[user]\naws_access_key_id = AKIA1\naws_secret_access_key = secret\n",
  );
  expect(readFileSync(files.AWS_CONFIG_FILE, "utf8")).toBe(
    "[profile sandbox]\nrole_arn = arn:aws:iam::111111111111:role/sandbox\nexternal_id = x\nsource_profile = user\nregion = eu-west-1\n",
  );
  for (const file of Object.values(files)) expect(statSync(file).mode & 0o077).toBe(0);
});
