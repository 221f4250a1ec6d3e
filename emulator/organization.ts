import type { Organization } from "./model/organization.ts";
import {
  type Policy,
  type PolicyType,
  type ResourceControlPolicyOptions,
  type ValidationResult,
  validateIdentityPolicy,
  validateResourceControlPolicy,
} from "./policy/index.ts";

/** An organization as plain JSON. */
export interface OrganizationSettings {
  /** `o-…` */
  readonly id: string;
  /** Belongs to the organization, and no policy of it binds it. */
  readonly managementAccountId?: string;
  /** `r-…` where it is named; drawn from the organization's id otherwise. */
  readonly root: OrganizationalUnitSettings;
}

export interface OrganizationalUnitSettings {
  /** `r-…` of the root, `ou-…` of a unit. */
  readonly id?: string;
  readonly name?: string;
  /** In force for all below. `FullAWSAccess` alone unless given, as AWS attaches it to all; an empty list allows nothing. */
  readonly serviceControlPolicies?: readonly ControlPolicySettings[];
  /** Beside `RCPFullAWSAccess`, which cannot be detached. */
  readonly resourceControlPolicies?: readonly ControlPolicySettings[];
  readonly units?: readonly OrganizationalUnitSettings[];
  readonly accounts?: readonly MemberAccountSettings[];
}

export interface MemberAccountSettings {
  /** 12 digits. */
  readonly id: string;
  readonly serviceControlPolicies?: readonly ControlPolicySettings[];
  readonly resourceControlPolicies?: readonly ControlPolicySettings[];
}

export interface ControlPolicySettings {
  readonly name: string;
  /** The policy document, as JSON or as its text. */
  readonly document: object | string;
}

interface Membership {
  /** The account that can change the policies, as far as it is known. */
  readonly administrator: string;
  readonly path: string;
  readonly serviceControl: readonly (readonly Policy[])[];
  readonly resourceControl: readonly (readonly Policy[])[];
}

/** Every node of an organization has this policy until it is detached. Source: Organizations User Guide, "SCP evaluation". */
const fullAccess: ControlPolicySettings = {
  name: "FullAWSAccess",
  document: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
};

/**
 * An organization whose service and resource control policies bind its accounts.
 * Throws a RangeError that tells where a policy or an id is wrong.
 */
export function createOrganization(settings: OrganizationSettings): Organization {
  const { id, managementAccountId, root } = settings;
  if (!/^o-[a-z0-9]{10,32}$/.test(id))
    throw new RangeError(`organization id \`${id}\` is not o- and 10 to 32 characters`);
  const members = new Map<string, Membership>();
  const rootId = root.id ?? `r-${id.slice(2, 6)}`;
  const path = `${id}/${rootId}/`;
  const administrator = managementAccountId ?? id;
  addUnit(members, root, { administrator, path, serviceControl: [], resourceControl: [] }, rootId);
  if (managementAccountId !== undefined && members.has(managementAccountId)) {
    throw new RangeError(`the management account ${managementAccountId} is listed among the member accounts too`);
  }
  const isManagement = (accountId: string) => accountId === managementAccountId;
  return {
    serviceControlPolicies: (accountId) => members.get(accountId)?.serviceControl,
    resourceControlPolicies: (accountId) => members.get(accountId)?.resourceControl,
    organizationId: (accountId) => (members.has(accountId) || isManagement(accountId) ? id : undefined),
    organizationPath: (accountId) => members.get(accountId)?.path ?? (isManagement(accountId) ? path : undefined),
  };
}

/** Adds the accounts of a unit and of those below it. `above`: what binds the unit itself. */
function addUnit(
  members: Map<string, Membership>,
  unit: OrganizationalUnitSettings,
  above: Membership,
  nodeId: string,
): void {
  const here = withPolicies(above, unit, unit.name ?? nodeId);
  for (const account of unit.accounts ?? []) {
    if (!/^\d{12}$/.test(account.id)) throw new RangeError(`account id \`${account.id}\` is not 12 digits`);
    if (members.has(account.id)) throw new RangeError(`account ${account.id} is in the organization twice`);
    members.set(account.id, withPolicies(here, account, account.id));
  }
  for (const [at, below] of (unit.units ?? []).entries()) {
    const id = below.id ?? `ou-${nodeId.replace(/^(?:r|ou)-/, "").slice(0, 4)}-${String(at).padStart(8, "0")}`;
    addUnit(members, below, { ...here, path: `${here.path}${id}/` }, id);
  }
}

function withPolicies(
  above: Membership,
  settings: Pick<MemberAccountSettings, "serviceControlPolicies" | "resourceControlPolicies">,
  node: string,
): Membership {
  const { serviceControlPolicies = [fullAccess], resourceControlPolicies = [] } = settings;
  const made = (policies: readonly ControlPolicySettings[], type: ControlPolicyType) =>
    policies
      .filter((each) => !isFullAccessOfAws(type, each))
      .map((each) => policyOf(each, type, node, above.administrator));
  return {
    ...above,
    serviceControl: [...above.serviceControl, made(serviceControlPolicies, "service-control")],
    resourceControl: [...above.resourceControl, made(resourceControlPolicies, "resource-control")],
  };
}

export type ControlPolicyType = Extract<PolicyType, "service-control" | "resource-control">;

/** Why AWS Organizations would not take a policy; undefined where it would, as far as is known. */
export function controlPolicyProblem(
  type: ControlPolicyType,
  policy: ControlPolicySettings,
  options?: ResourceControlPolicyOptions,
): string | undefined {
  if (isFullAccessOfAws(type, policy)) return undefined;
  const result = validated(type, policy.document, options);
  return result.kind === "invalid" ? result.message : undefined;
}

/** The one resource control policy that allows: it is attached to all, and binds nothing. Source: the guide's "RCP syntax". */
function isFullAccessOfAws(type: ControlPolicyType, { name }: ControlPolicySettings): boolean {
  return type === "resource-control" && name === "RCPFullAWSAccess";
}

/** Service control policies have the grammar of identity policies. */
function validated(
  type: ControlPolicyType,
  document: object | string,
  options?: ResourceControlPolicyOptions,
): ValidationResult {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return type === "service-control" ? validateIdentityPolicy(text) : validateResourceControlPolicy(text, options);
}

function policyOf(
  { name, document }: ControlPolicySettings,
  type: ControlPolicyType,
  node: string,
  accountId: string,
): Policy {
  // A service that resource control policies do not reach today may be one tomorrow, and until then nothing is bound.
  const result = validated(type, document, { isAnyServiceTaken: true });
  if (result.kind !== "valid") throw new RangeError(`policy \`${name}\` of \`${node}\`: ${result.message}`);
  return { type, name, accountId, attachedTo: node, document: result.document };
}
