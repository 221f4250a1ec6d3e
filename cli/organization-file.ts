import * as v from "valibot";
import { createOrganization, type Organization, type OrganizationalUnitSettings } from "../emulator/index.ts";
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
  try {
    return createOrganization(settings);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}
