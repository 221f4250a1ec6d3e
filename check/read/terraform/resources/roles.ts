import { partitionOf } from "../../../../emulator/index.ts";
import type { PolicyText, RoleConfiguration } from "../../../configuration.ts";
import type { Draft } from "../../draft.ts";
import type { Reading } from "../reading.ts";

/** aws_iam_role with the policies inside it. */
export function readRole(reading: Reading): Partial<Draft> {
  const { source, resource, account, name, text, reference, references, words, value, policy, blocks } = reading;
  const path = text("path");
  const permissionsBoundaryArn = reference("permissions_boundary");
  const inlinePolicies = Array.from({ length: blocks("inline_policy") }, (_, index): readonly PolicyText[] => {
    const document = policy(
      words("inline_policy", index, "name") ?? `policy ${index + 1}`,
      "inline_policy",
      index,
      "policy",
    );
    return document === undefined ? [] : [document];
  });
  const role: RoleConfiguration = {
    accountId: account.id,
    partition: partitionOf(account.region).name,
    name,
    ...(path !== undefined && { path }),
    trustPolicy: policy("trust policy", "assume_role_policy") ?? {
      name: "trust policy",
      text: "",
      source: { ...source, path: `${resource.address}.assume_role_policy` },
    },
    inlinePolicies: inlinePolicies.flat(),
    attachedPolicyArns: references("managed_policy_arns"),
    ...(permissionsBoundaryArn !== undefined && { permissionsBoundaryArn }),
    roleId: reading.attribute("unique_id"),
    ...tagsOf(value("tags")),
    source,
  };
  return { roles: [role] };
}

function tagsOf(tags: unknown): Pick<RoleConfiguration, "tags"> {
  if (typeof tags !== "object" || tags === null) return {};
  return { tags: Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, String(value)])) };
}

/** aws_iam_role_policy: an inline policy. */
export function readRolePolicy({ resource, source, account, name, text, policy }: Reading): Partial<Draft> {
  const inlinePolicy = policy(name, "policy");
  if (inlinePolicy === undefined) return {};
  const roleName = text("role") ?? "";
  return { ofRoles: [{ accountId: account.id, roleName, inlinePolicy, what: resource.address, source }] };
}

/** aws_iam_policy. */
export function readManagedPolicy({ attribute, policy }: Reading): Partial<Draft> {
  const arn = attribute("arn");
  const document = policy(arn.replace(/.*\//, ""), "policy");
  return document === undefined ? {} : { managedPolicies: [{ arn, document }] };
}

/** aws_iam_role_policy_attachment, and aws_iam_policy_attachment, which has several roles. */
export function readAttachment({ resource, source, account, text, texts, reference }: Reading): Partial<Draft> {
  const attachedPolicyArn = reference("policy_arn") ?? "";
  const roles = resource.type === "aws_iam_policy_attachment" ? texts("roles") : [text("role") ?? ""];
  return {
    ofRoles: roles.map((roleName) => ({
      accountId: account.id,
      roleName,
      attachedPolicyArn,
      what: resource.address,
      source,
    })),
  };
}

/** aws_iam_role_policy_attachments_exclusive: a list in one place. */
export function readAttachments({ resource, source, account, text, references }: Reading): Partial<Draft> {
  const roleName = text("role_name") ?? "";
  return {
    ofRoles: references("policy_arns").map((attachedPolicyArn) => ({
      accountId: account.id,
      roleName,
      attachedPolicyArn,
      what: resource.address,
      source,
    })),
  };
}
