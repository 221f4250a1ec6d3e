import {
  AttachUserPolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  DetachUserPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserPoliciesCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";
import { makeRole, makeUser, policyOf, type StatementParts, trusting } from "../../support/identities.ts";

const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
const seeRoles = { Action: "iam:GetRole", Resource: "*" };

/** A user of account A, and whether a role can be seen by it. */
async function userWith(aws: TwoAccounts, ...statements: readonly StatementParts[]) {
  await makeRole(aws.a, "reader", trusting({ Service: "firehose.amazonaws.com" }));
  const { keys } = await makeUser(aws.a, "ann", ...statements);
  const ann = aws.clientsOf(keys);
  return {
    seesRoles: async () => {
      try {
        await ann.iam.send(new GetRoleCommand({ RoleName: "reader" }));
        return true;
      } catch (error) {
        if ((error as Error).name === "AccessDenied") return false;
        throw error;
      }
    },
  };
}

test("gives a user what an inline policy allows, and shows the policy", async () => {
  await using aws = await twoAccounts();
  const ann = await userWith(aws);
  expect(await ann.seesRoles()).toBe(false);
  const policy = { UserName: "ann", PolicyName: "see" };
  await aws.a.iam.send(new PutUserPolicyCommand({ ...policy, PolicyDocument: policyOf(seeRoles) }));
  expect(await ann.seesRoles()).toBe(true);
  const shown = await aws.a.iam.send(new GetUserPolicyCommand(policy));
  expect(decodeURIComponent(shown.PolicyDocument ?? "")).toBe(policyOf(seeRoles));
  const { PolicyNames } = await aws.a.iam.send(new ListUserPoliciesCommand({ UserName: "ann" }));
  expect(PolicyNames).toEqual(["see"]);
});

test("gives a user what an attached policy allows, until it is detached", async () => {
  await using aws = await twoAccounts();
  const ann = await userWith(aws);
  const attachment = { UserName: "ann", PolicyArn: administrator };
  const attached = async () =>
    (await aws.a.iam.send(new ListAttachedUserPoliciesCommand({ UserName: "ann" }))).AttachedPolicies;
  await aws.a.iam.send(new AttachUserPolicyCommand(attachment));
  expect(await ann.seesRoles()).toBe(true);
  expect(await attached()).toEqual([{ PolicyName: "AdministratorAccess", PolicyArn: administrator }]);
  await aws.a.iam.send(new DetachUserPolicyCommand(attachment));
  expect(await ann.seesRoles()).toBe(false);
  expect(await attached()).toEqual([]);
});

test("bounds a user by its permissions boundary, until that is lifted", async () => {
  await using aws = await twoAccounts();
  const ann = await userWith(aws, seeRoles);
  const PermissionsBoundary = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
  await aws.a.iam.send(new PutUserPermissionsBoundaryCommand({ UserName: "ann", PermissionsBoundary }));
  expect(await ann.seesRoles()).toBe(false);
  const { User } = await aws.a.iam.send(new GetUserCommand({ UserName: "ann" }));
  expect(User?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(PermissionsBoundary);
  await aws.a.iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: "ann" }));
  expect(await ann.seesRoles()).toBe(true);
});

test("has no groups, as Terraform asks before it deletes a user, but says when there is no user", async () => {
  await using aws = await twoAccounts();
  await makeUser(aws.a, "ann");
  const groups = (UserName: string) => aws.a.iam.send(new ListGroupsForUserCommand({ UserName }));
  expect((await groups("ann")).Groups).toEqual([]);
  expect((await errorOf(groups("bob"))).code).toBe("NoSuchEntityException");
});
