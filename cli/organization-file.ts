import * as v from "valibot";
import {
  type ControlPolicyType,
  controlPolicyProblem,
  createOrganization,
  type MemberAccountSettings,
  type Organization,
  type OrganizationalUnitSettings,
} from "../emulator/index.ts";
import { readJsonFile } from "./json-file.ts";
import { UsageError } from "./usage-error.ts";

const text = v.string("must be text");

const policiesSchema = v.optional(
  v.array(
    v.strictObject(
      {
        name: text,
        document: v.union([text, v.record(v.string(), v.unknown())], "must be a policy document, as JSON or as text"),
      },
      "must be a policy: { name, document }",
    ),
    "must be a list of policies",
  ),
);

const memberSchema = v.strictObject(
  { id: text, serviceControlPolicies: policiesSchema, resourceControlPolicies: policiesSchema },
  "must be an account: { id, serviceControlPolicies, resourceControlPolicies }",
);

const unitSchema: v.GenericSchema<unknown, OrganizationalUnitSettings> = v.strictObject(
  {
    id: v.optional(text),
    name: v.optional(text),
    serviceControlPolicies: policiesSchema,
    resourceControlPolicies: policiesSchema,
    units: v.optional(
      v.array(
        v.lazy(() => unitSchema),
        "must be a list of units",
      ),
    ),
    accounts: v.optional(v.array(memberSchema, "must be a list of accounts")),
  },
  "must be a unit: { id, name, serviceControlPolicies, resourceControlPolicies, units, accounts }",
);

const organizationSchema = v.strictObject(
  { id: text, managementAccountId: v.optional(text), root: unitSchema },
  "must be an organization: { id, managementAccountId, root }",
);

/**
 * Reads the organization that `serve --organization` names. Rejects with a `UsageError` that has the place and what is
 * wrong, in a policy document too.
 */
export async function readOrganization(file: string): Promise<Organization> {
  const settings = await readJsonFile(file, "organization", organizationSchema);
  const problem = problemIn(settings.root, "organization.root");
  if (problem !== undefined) throw new UsageError(`${file}: ${problem}`);
  try {
    return createOrganization(settings);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

/** The first policy that AWS Organizations would not take: where it stands, why, and what to do. */
function problemIn(node: OrganizationalUnitSettings | MemberAccountSettings, place: string): string | undefined {
  const { units = [], accounts = [] } = node as OrganizationalUnitSettings;
  return (
    problemInList(node, place, "serviceControlPolicies", "service-control") ??
    problemInList(node, place, "resourceControlPolicies", "resource-control") ??
    first(accounts, (account, at) => problemIn(account, `${place}.accounts[${at}]`)) ??
    first(units, (unit, at) => problemIn(unit, `${place}.units[${at}]`))
  );
}

function problemInList(
  node: MemberAccountSettings | OrganizationalUnitSettings,
  place: string,
  list: "serviceControlPolicies" | "resourceControlPolicies",
  type: ControlPolicyType,
): string | undefined {
  return first(node[list] ?? [], (policy, at) => {
    const problem = controlPolicyProblem(type, policy);
    return (
      problem &&
      `${place}.${list}[${at}]: policy \`${policy.name}\` is none that AWS Organizations takes: ${problem} Give it as it is in force, or leave it out`
    );
  });
}

function first<Item>(
  items: readonly Item[],
  problem: (item: Item, at: number) => string | undefined,
): string | undefined {
  for (const [at, item] of items.entries()) {
    const found = problem(item, at);
    if (found !== undefined) return found;
  }
  return undefined;
}
