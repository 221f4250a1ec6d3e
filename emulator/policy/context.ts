/** Condition keys that follow from the principal alone. Source: IAM guide, reference_policies_condition-keys and _variables. */
import type { Principal } from "./types.ts";

/**
 * Entries for the context of a request: `aws:PrincipalArn`, `aws:PrincipalAccount`, `aws:PrincipalType`, `aws:userid`,
 * `aws:username`, `aws:PrincipalTag/…`, `aws:PrincipalIsAWSService` and `aws:PrincipalServiceName`, keys in lower case.
 */
export function principalContext(principal: Principal): readonly (readonly [key: string, values: readonly string[]])[] {
  const isService = principal.kind === "service";
  const common = [["aws:principalisawsservice", [String(isService)]]] as const;
  switch (principal.kind) {
    case "service":
      return [
        ...common,
        ["aws:principalservicename", [principal.service]],
        ["aws:principalservicenameslist", [principal.service]],
      ];
    case "federated":
      return [...common, ["aws:principaltype", ["FederatedUser"]]];
    case "anonymous":
      // Requests that nobody signed carry no aws:PrincipalIsAWSService.
      return [
        ["aws:principalaccount", ["anonymous"]],
        ["aws:principaltype", ["Anonymous"]],
        ["aws:userid", ["anonymous"]],
      ];
    case "root":
      return [
        ...common,
        ["aws:principalarn", [principal.arn]],
        ["aws:principalaccount", [principal.accountId]],
        ["aws:principaltype", ["Account"]],
        ["aws:userid", [principal.accountId]],
      ];
    case "user":
      return [
        ...common,
        ["aws:principalarn", [principal.arn]],
        ["aws:principalaccount", [principal.accountId]],
        ["aws:principaltype", ["User"]],
        ["aws:userid", [principal.userId]],
        ["aws:username", [principal.userName]],
        ...tagEntries(principal.tags),
      ];
    case "assumed-role":
      return [
        ...common,
        // The role's ARN, not the session's.
        ["aws:principalarn", [principal.roleArn]],
        ["aws:principalaccount", [principal.accountId]],
        ["aws:principaltype", ["AssumedRole"]],
        ["aws:userid", [`${principal.roleId}:${principal.sessionName}`]],
        // Temporary credentials carry it; MFA is not emulated.
        ["aws:multifactorauthpresent", ["false"]],
        ...tagEntries(principal.tags),
      ];
  }
}

function tagEntries(tags: Readonly<Record<string, string>> = {}): readonly (readonly [string, readonly string[]])[] {
  return Object.entries(tags).map(([key, value]) => [`aws:principaltag/${key}`.toLowerCase(), [value]]);
}
