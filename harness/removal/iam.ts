import {
  DeleteAccessKeyCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  paginateListAccessKeys,
  paginateListAttachedRolePolicies,
  paginateListAttachedUserPolicies,
  paginateListPolicyVersions,
  paginateListRolePolicies,
  paginateListUserPolicies,
} from "@aws-sdk/client-iam";
import { iamArn } from "../arns.ts";
import { itemsOf } from "./pages.ts";
import { onceFree, type RemovalSite, type Remove, unlessGone } from "./removal.ts";

const noSuchEntity = ["NoSuchEntityException", "NoSuchEntity"];

/** A policy that was just deleted can count for a while. Source: IAM User Guide, "Changes that I make are not always immediately visible". */
const conflict = { codes: ["DeleteConflictException", "DeleteConflict"], withinSeconds: 30 };

/**
 * IAM deletes only roles without policies. A permissions boundary goes with its role; taking it off before would leave a
 * role that may do more.
 */
export const removeRole: Remove = async (site, RoleName) => {
  const { iam: client } = site.clients;
  await unlessGone(
    noSuchEntity,
    (async () => {
      const inline = await itemsOf(paginateListRolePolicies({ client }, { RoleName }), (page) => page.PolicyNames);
      for (const PolicyName of inline) await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
      const attached = await itemsOf(
        paginateListAttachedRolePolicies({ client }, { RoleName }),
        (page) => page.AttachedPolicies,
      );
      for (const { PolicyArn } of attached) {
        await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
      }
    })(),
  );
  await unlessGone(
    noSuchEntity,
    onceFree(site, conflict, () => client.send(new DeleteRoleCommand({ RoleName }))),
  );
};

/** IAM deletes only users without access keys and policies. */
export const removeUser: Remove = async (site, UserName) => {
  const { iam: client } = site.clients;
  await unlessGone(
    noSuchEntity,
    (async () => {
      const keys = await itemsOf(paginateListAccessKeys({ client }, { UserName }), (page) => page.AccessKeyMetadata);
      for (const { AccessKeyId } of keys) {
        await client.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
      }
      const inline = await itemsOf(paginateListUserPolicies({ client }, { UserName }), (page) => page.PolicyNames);
      for (const PolicyName of inline) await client.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
      const attached = await itemsOf(
        paginateListAttachedUserPolicies({ client }, { UserName }),
        (page) => page.AttachedPolicies,
      );
      for (const { PolicyArn } of attached) {
        await client.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
      }
    })(),
  );
  await unlessGone(
    noSuchEntity,
    onceFree(site, conflict, () => client.send(new DeleteUserCommand({ UserName }))),
  );
};

/** IAM deletes only policies that nobody has, and their other versions before. Whoever has it is not touched. */
export const removePolicy: Remove = async (site, name) => {
  const { iam: client } = site.clients;
  const PolicyArn = policyArn(site, name);
  await unlessGone(
    noSuchEntity,
    (async () => {
      const versions = await itemsOf(paginateListPolicyVersions({ client }, { PolicyArn }), (page) => page.Versions);
      for (const { VersionId, IsDefaultVersion } of versions) {
        if (IsDefaultVersion !== true) await client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
      }
    })(),
  );
  await unlessGone(
    noSuchEntity,
    onceFree(site, conflict, () => client.send(new DeletePolicyCommand({ PolicyArn }))),
  );
};

export function policyArn({ region, accountId }: Pick<RemovalSite, "region" | "accountId">, name: string): string {
  return iamArn(region, accountId, `policy/${name}`);
}
