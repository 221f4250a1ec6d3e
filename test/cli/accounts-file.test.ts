import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAccounts } from "../../cli/accounts-file.ts";
import { UsageError } from "../../cli/usage-error.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crosscheck-accounts-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileWith(content: string): Promise<string> {
  const file = join(folder, "accounts.json");
  await writeFile(file, content);
  return file;
}

const account = {
  id: "111111111111",
  name: "A",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI",
};

describe("an accounts file", () => {
  test("gives the accounts as they are written", async () => {
    const accounts = [account, { id: "222222222222" }];
    expect(await readAccounts(await fileWith(JSON.stringify(accounts)))).toEqual(accounts);
  });

  test.each([
    ["an id that is too short", [{ ...account, id: "1" }], 'accounts[0].id: must be 12 digits, got "1"'],
    ["an id that is a number", [{ id: 111111111111 }], "accounts[0].id: must be text: 12 digits, got 111111111111"],
    ["an account without an id", [account, {}], "accounts[1].id: is missing"],
    [
      "a member that accounts do not have",
      [{ ...account, region: "x" }],
      "accounts[0].region: is not a member that this file can have",
    ],
    ["something that is no list", { accounts: [] }, "accounts: must be a list of accounts, got Object"],
    [
      "something that is no account",
      ["111111111111"],
      'accounts[0]: must be an account: { id, name, accessKeyId, secretAccessKey, canonicalUserId }, got "111111111111"',
    ],
    ["no account at all", [], "accounts: must have at least one account"],
  ])("is refused with %s", async (_what, content, message) => {
    const file = await fileWith(JSON.stringify(content));
    await expect(readAccounts(file)).rejects.toThrow(new UsageError(`${file}: ${message}`));
  });

  test("never shows a secret that is malformed", async () => {
    const file = await fileWith(JSON.stringify([{ ...account, secretAccessKey: "not secret" }]));
    await expect(readAccounts(file)).rejects.toThrow(
      new UsageError(`${file}: accounts[0].secretAccessKey: must be characters without spaces`),
    );
  });

  test("is refused where it is not JSON or is not there", async () => {
    await expect(readAccounts(await fileWith("[{"))).rejects.toThrow(/accounts\.json is not JSON: /);
    await expect(readAccounts(join(folder, "none.json"))).rejects.toThrow(/^the accounts cannot be read: ENOENT/);
  });
});
