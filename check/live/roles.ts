import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from "@aws-sdk/client-iam";
import { partitionOf } from "../../emulator/index.ts";
import type { ManagedPolicyConfiguration, NotChecked, PolicyText, RoleConfiguration } from "../configuration.ts";
import { liveSource, type Site, unlessDenied, unlessMissing } from "./reader.ts";

const noSuchEntity = ["NoSuchEntityException", "NoSuchEntity"];

export interface RoleFound {
  readonly role: RoleConfiguration;
  readonly managedPolicies: readonly ManagedPolicyConfiguration[];
}

/** A role with everything that says what it may do; undefined where there is none, which the check then says. */
export async function readRole(site: Site, arn: string, notChecked: NotChecked[]): Promise<RoleFound | undefined> {
  const { iam } = site.clients;
  const [, path = "/", name = ""] = /:role(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
  const { Role: role } = (await unlessMissing(noSuchEntity, iam.send(new GetRoleCommand({ RoleName: name })))) ?? {};
  if (role === undefined) return undefined;
  const source = liveSource(site, arn);
  const inlinePolicies: PolicyText[] = [];
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: iam }, { RoleName: name })) {
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }));
      inlinePolicies.push(policyText(PolicyName, PolicyDocument, site, `${arn} policy ${PolicyName}`));
    }
  }
  const attachedPolicyArns: string[] = [];
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client: iam }, { RoleName: name })) {
    attachedPolicyArns.push(...AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []));
  }
  const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
  const arns = [...attachedPolicyArns, ...(boundary === undefined ? [] : [boundary])];
  const managedPolicies = await readPolicies(site, arns, notChecked);
  return {
    managedPolicies,
    role: {
      accountId: site.accountId,
      partition: partitionOf(site.region).name,
      path,
      name,
      trustPolicy: policyText("trust policy", role.AssumeRolePolicyDocument, site, `${arn} trust policy`),
      inlinePolicies,
      attachedPolicyArns,
      ...(boundary !== undefined && { permissionsBoundaryArn: boundary }),
      ...(role.RoleId !== undefined && { roleId: role.RoleId }),
      source,
    },
  };
}

/** The default versions of customer managed policies; AWS's own are known. */
async function readPolicies(
  site: Site,
  arns: readonly string[],
  notChecked: NotChecked[],
): Promise<readonly ManagedPolicyConfiguration[]> {
  const { iam } = site.clients;
  const policies: ManagedPolicyConfiguration[] = [];
  for (const PolicyArn of new Set(arns.filter((arn) => !/^arn:[\w-]+:iam::aws:/.test(arn)))) {
    const read = async () => {
      const { Policy: policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
      const VersionId = policy?.DefaultVersionId;
      return iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
    };
    const answer = await unlessDenied(site, PolicyArn, notChecked, read());
    if (answer === undefined) continue;
    const name = PolicyArn.replace(/.*\//, "");
    policies.push({ arn: PolicyArn, document: policyText(name, answer.PolicyVersion?.Document, site, PolicyArn) });
  }
  return policies;
}

/** IAM hands documents out URL-encoded. */
function policyText(name: string, encoded: string | undefined, site: Site, path: string): PolicyText {
  return { name, text: decodeURIComponent(encoded ?? ""), source: liveSource(site, path) };
}
