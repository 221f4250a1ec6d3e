import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readOrganization } from "../../cli/organization-file.ts";
import { UsageError } from "../../cli/usage-error.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crosscheck-organization-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileWith(content: unknown): Promise<string> {
  const file = join(folder, "organization.json");
  await writeFile(file, JSON.stringify(content));
  return file;
}

const deny = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "s3:PutObject", Resource: "*" }] };
const closing = (Action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action, Resource: "*" }],
});
const allowing = { Effect: "Allow", Principal: "*", Resource: "*" };
const account = { id: "111111111111" };
const organization = { id: "o-crosscheck01", root: { units: [{ name: "sandbox", accounts: [account] }] } };
const below = (unit: object) => ({ ...organization, root: { units: [unit] } });

describe("an organization file", () => {
  test("gives the organization that its accounts are in", async () => {
    const read = await readOrganization(await fileWith(organization));
    expect(read.organizationId("111111111111")).toBe("o-crosscheck01");
    expect(read.organizationId("222222222222")).toBeUndefined();
  });

  test("takes policies as JSON and as text", async () => {
    const policies = [
      { name: "One", document: deny },
      { name: "Other", document: JSON.stringify(deny) },
    ];
    const file = await fileWith({ ...organization, root: { serviceControlPolicies: policies, accounts: [account] } });
    const levels = (await readOrganization(file)).serviceControlPolicies("111111111111") ?? [];
    expect(levels[0]?.map(({ name }) => name)).toEqual(["One", "Other"]);
  });

  test("takes resource control policies, the one of AWS among them", async () => {
    const ofAws = {
      name: "RCPFullAWSAccess",
      document: { ...closing("*"), Statement: [{ ...allowing, Action: "*" }] },
    };
    const resourceControlPolicies = [ofAws, { name: "Closed", document: closing("s3:*") }];
    const file = await fileWith(below({ accounts: [{ ...account, resourceControlPolicies }] }));
    const levels = (await readOrganization(file)).resourceControlPolicies("111111111111") ?? [];
    expect(levels.flat().map(({ name }) => name)).toEqual(["Closed"]);
  });

  test.each([
    ["no root", { id: "o-crosscheck01" }, "organization.root: is missing"],
    [
      "a member that units do not have",
      { ...organization, root: { acounts: [] } },
      "organization.root.acounts: is not a member that this file can have",
    ],
    [
      "a policy without a document",
      { ...organization, root: { accounts: [{ ...account, serviceControlPolicies: [{ name: "NoUploads" }] }] } },
      "organization.root.accounts[0].serviceControlPolicies[0].document: is missing",
    ],
    [
      "an id in another form",
      { ...organization, id: "crosscheck" },
      "organization id `crosscheck` is not o- and 10 to 32 characters",
    ],
    [
      "a resource control policy that AWS does not take",
      below({
        accounts: [{ ...account, resourceControlPolicies: [{ name: "Closed", document: closing("kinesis:*") }] }],
      }),
      "organization.root.units[0].accounts[0].resourceControlPolicies[0]: policy `Closed` is none that AWS Organizations takes: Statement 1: its Action names `kinesis:*`, and resource control policies do not reach that service. Give it as it is in force, or leave it out",
    ],
    [
      "a service control policy that AWS does not take",
      below({ serviceControlPolicies: [{ name: "Closed", document: closing("s3:*") }] }),
      "organization.root.units[0].serviceControlPolicies[0]: policy `Closed` is none that AWS Organizations takes: Policy document should not specify a principal. Give it as it is in force, or leave it out",
    ],
  ])("is refused with %s", async (_what, content, message) => {
    const file = await fileWith(content);
    await expect(readOrganization(file)).rejects.toThrow(new UsageError(`${file}: ${message}`));
  });
});
