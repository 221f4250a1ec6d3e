import { partitionOf } from "../../../../emulator/index.ts";
import type { RoleConfiguration } from "../../../configuration.ts";
import type { Draft, OfRole } from "../../draft.ts";
import { itemsOf, member, type Tree, textOf } from "../../tree.ts";
import type { Reading } from "../reading.ts";

/** AWS::IAM::Role with its inline policies. */
export function readRole(reading: Reading): Partial<Draft> {
  const { template, source, name, text, property, policy } = reading;
  const inlinePolicies = itemsOf(property("Policies")).map((each, index) =>
    policy(textOf(member(each, "PolicyName")) ?? `policy ${index + 1}`, "Policies", index, "PolicyDocument"),
  );
  const path = text("Path");
  const permissionsBoundaryArn = text("PermissionsBoundary");
  const role: RoleConfiguration = {
    accountId: template.account.id,
    partition: partitionOf(template.account.region).name,
    name,
    ...(path !== undefined && { path }),
    roleId: reading.attribute("RoleId"),
    trustPolicy: policy("trust policy", "AssumeRolePolicyDocument"),
    inlinePolicies,
    attachedPolicyArns: textsOf(property("ManagedPolicyArns")),
    ...(permissionsBoundaryArn !== undefined && { permissionsBoundaryArn }),
    ...tagsOf(property("Tags")),
    source,
  };
  return { roles: [role] };
}

function tagsOf(tree: Tree | undefined): Pick<RoleConfiguration, "tags"> {
  const tags = itemsOf(tree).map((tag) => [textOf(member(tag, "Key")) ?? "", textOf(member(tag, "Value")) ?? ""]);
  return tags.length === 0 ? {} : { tags: Object.fromEntries(tags) as Readonly<Record<string, string>> };
}

/** AWS::IAM::Policy: an inline policy of each role that it lists. */
export function readPolicy(reading: Reading): Partial<Draft> {
  const { text, name, property, policy } = reading;
  const inlinePolicy = policy(text("PolicyName") ?? name, "PolicyDocument");
  return {
    ofRoles: textsOf(property("Roles")).map((roleName) => ({ ...addedTo(reading, roleName), inlinePolicy })),
  };
}

/** AWS::IAM::RolePolicy: an inline policy of one role. */
export function readRolePolicy(reading: Reading): Partial<Draft> {
  const { text, name, property, policy } = reading;
  if (property("PolicyDocument") === undefined) return {};
  const inlinePolicy = policy(text("PolicyName") ?? name, "PolicyDocument");
  return { ofRoles: [{ ...addedTo(reading, text("RoleName") ?? ""), inlinePolicy }] };
}

/** AWS::IAM::ManagedPolicy, and the roles that it attaches itself to. */
export function readManagedPolicy(reading: Reading): Partial<Draft> {
  const { property, policy } = reading;
  const arn = reading.attribute("PolicyArn");
  return {
    managedPolicies: [{ arn, document: policy(arn.replace(/.*\//, ""), "PolicyDocument") }],
    ofRoles: textsOf(property("Roles")).map((roleName) => ({
      ...addedTo(reading, roleName),
      attachedPolicyArn: arn,
    })),
  };
}

function addedTo({ template, source, resource }: Reading, roleName: string): OfRole {
  return { accountId: template.account.id, roleName, what: `${resource.type} \`${resource.logicalId}\``, source };
}

function textsOf(tree: Tree | undefined): readonly string[] {
  return itemsOf(tree).flatMap((each) => textOf(each) ?? []);
}
