import type { Configuration } from "../configuration.ts";
import { policyTexts } from "../policy-texts.ts";
import { deliveryRoles } from "../relevant.ts";
import { roleArn } from "../roles.ts";
import { uniqueRoleId } from "./forms.ts";
import { withUnknown } from "./hypothetical.ts";

/**
 * Unique ids of the delivery's roles, where policies may ask for them (`aws:userid`) and the input does not give them: AWS draws
 * one when it creates the role.
 */
export function withUnknownIds(configuration: Configuration): Configuration {
  if (!policyTexts(configuration).some(({ text }) => /aws:userid/i.test(text))) return configuration;
  return deliveryRoles(configuration)
    .filter(({ roleId }) => roleId === undefined)
    .reduce((at, role) => {
      const arn = roleArn(role);
      const named = withUnknown(at, {
        what: `the unique id of role \`${role.name}\``,
        shown: `<unique id of ${role.name}>`,
        settledBy: "give it as `roleId` of the role in a crosscheck.json, or a snapshot of the account",
        form: uniqueRoleId.form,
        sample: uniqueRoleId.sampleOf(Buffer.from(arn).toString("hex").slice(-16)),
        source: role.source,
      });
      return {
        ...named.configuration,
        roles: named.configuration.roles.map((each) =>
          roleArn(each) === arn ? { ...each, roleId: named.mark } : each,
        ),
      };
    }, configuration);
}
