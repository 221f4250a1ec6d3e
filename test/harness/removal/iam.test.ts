import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  ListAttachedRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { removePolicy, removeRole, removeUser } from "../../../harness/removal/iam.ts";
import { contentsOf } from "../../support/account-contents.ts";
import { type Clients, errorOf, twoAccounts } from "../../support/clients.ts";
import { makeRole, makeUser, policyOf, trusting } from "../../support/identities.ts";
import { removalSite } from "../../support/removal-site.ts";

const everything = { Action: "*", Resource: "*" };
const trust = trusting({ Service: "firehose.amazonaws.com" });

async function makePolicy({ iam }: Clients, PolicyName: string): Promise<string> {
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: policyOf(everything) }));
  return Policy?.Arn ?? "";
}

test("a role goes with its inline policies, what is attached to it and its boundary; the policies stay", async () => {
  await using two = await twoAccounts();
  using site = removalSite(two.emulator, two.accountA);
  await makeRole(two.a, "delivery", trust, everything);
  const PolicyArn = await makePolicy(two.a, "shared");
  const PermissionsBoundary = await makePolicy(two.a, "boundary");
  const RoleName = "delivery";
  const more = { PolicyName: "more", PolicyDocument: policyOf(everything) };
  await two.a.iam.send(new PutRolePolicyCommand({ RoleName, ...more }));
  await two.a.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await two.a.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
  await removeRole(site, RoleName);
  expect(await contentsOf(two.a)).toEqual(["policy boundary", "policy shared"]);
});

test("a user goes with its access keys and policies", async () => {
  await using two = await twoAccounts();
  using site = removalSite(two.emulator, two.accountA);
  await makeUser(two.a, "harness", everything);
  const PolicyArn = await makePolicy(two.a, "shared");
  await two.a.iam.send(new AttachUserPolicyCommand({ UserName: "harness", PolicyArn }));
  await removeUser(site, "harness");
  expect(await contentsOf(two.a)).toEqual(["policy shared"]);
});

test("a policy goes with all its versions", async () => {
  await using two = await twoAccounts();
  using site = removalSite(two.emulator, two.accountA);
  const PolicyArn = await makePolicy(two.a, "boundary");
  const PolicyDocument = policyOf({ Action: "s3:*", Resource: "*" });
  for (const SetAsDefault of [true, false]) {
    await two.a.iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault }));
  }
  await removePolicy(site, "boundary");
  expect(await contentsOf(two.a)).toEqual([]);
});

test("a policy that somebody's role has stays, and so does the role's", async () => {
  await using two = await twoAccounts();
  using site = removalSite(two.emulator, two.accountA);
  const RoleName = "somebodys";
  await makeRole(two.a, RoleName, trust);
  const PolicyArn = await makePolicy(two.a, "boundary");
  await two.a.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  expect(await errorOf(removePolicy(site, "boundary"))).toEqual({
    code: "DeleteConflictException",
    message: "Cannot delete a policy attached to entities.",
    status: 409,
  });
  const { AttachedPolicies } = await two.a.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  expect(AttachedPolicies).toEqual([{ PolicyArn, PolicyName: "boundary" }]);
});

test("there need not be any of them", async () => {
  await using two = await twoAccounts();
  using site = removalSite(two.emulator, two.accountA);
  for (const remove of [removeRole, removeUser, removePolicy]) {
    await expect(remove(site, "none")).resolves.toBeUndefined();
  }
});
