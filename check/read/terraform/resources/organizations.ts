import type { NotChecked } from "../../../configuration.ts";
import type { Reading } from "../reading.ts";

const because = "policies of an organization are not read";

/** Types of policies that decide about requests. Source: Organizations User Guide, "Authorization policies". */
const authorizing = new Set<unknown>([undefined, "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]);

/**
 * `aws_organizations_policy` and `aws_organizations_policy_attachment`: a policy binds the accounts that it is attached to. Of
 * one that no attachment here is of, and of a target that is no account, nobody says whom it binds.
 */
export function organizationPolicies(readings: readonly Reading[]): readonly NotChecked[] {
  const ofType = (type: string) => readings.filter(({ resource }) => resource.type === type);
  const attachments = ofType("aws_organizations_policy_attachment").map((reading) => ({
    reading,
    policyId: reading.reference("policy_id"),
    target: reading.reference("target_id") ?? "",
  }));
  const policies = ofType("aws_organizations_policy").map((reading) => ({ reading, id: reading.attribute("id") }));
  return [
    ...policies.map(({ reading, id }) => {
      const targets = attachments.filter(({ policyId }) => policyId === id).map(({ target }) => target);
      return bindingOf(reading, reading.value("type"), targets);
    }),
    ...attachments.map(({ reading, policyId, target }) => {
      const policy = policies.find(({ id }) => id === policyId)?.reading;
      return bindingOf(reading, policy?.value("type"), [target]);
    }),
  ];
}

function bindingOf(
  { resource, source }: Pick<Reading, "resource" | "source">,
  type: unknown,
  targets: readonly string[],
): NotChecked {
  const what = resource.address;
  if (!authorizing.has(type)) {
    return { what, because: `a ${String(type)} decides about no request`, source, couldMatter: false };
  }
  const areAccounts = targets.length > 0 && targets.every((target) => /^\d{12}$/.test(target));
  return {
    what,
    because,
    source,
    couldMatter: true,
    ...(areAccounts && { reach: { kind: "account", accountIds: targets } }),
  };
}
