import type { ConditionContext, Policy, PolicyType } from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import { everything, type PoliciesOf, statementPolicy } from "./policies-in-force.ts";

export interface Organized {
  readonly serviceControl: (accountId: string) => readonly (readonly Policy[])[] | undefined;
  readonly resourceControl: (accountId: string) => readonly (readonly Policy[])[] | undefined;
  readonly keysOf: (side: "principal" | "resource", accountId: string) => ConditionContext;
}

export function organizationOf({ organization }: Configuration, of: PoliciesOf): Organized {
  const members = new Map((organization?.members ?? []).map((member) => [member.accountId, member]));
  const full = (type: PolicyType, accountId: string) =>
    statementPolicy(type, "FullAWSAccess", { accountId, attachedTo: accountId }, [
      type === "service-control" ? everything : { ...everything, Principal: "*" },
    ]);
  return {
    serviceControl: (accountId) => {
      const member = members.get(accountId);
      if (member === undefined) return undefined;
      const own = of("service-control", accountId);
      return [member.isFullAccessDetached === true ? own : [full("service-control", accountId), ...own]];
    },
    resourceControl: (accountId) =>
      members.has(accountId)
        ? [[full("resource-control", accountId), ...of("resource-control", accountId)]]
        : undefined,
    keysOf: (side, accountId) => {
      const member = members.get(accountId);
      if (organization === undefined || member === undefined) return new Map();
      return new Map([
        [`aws:${side}orgid`, [organization.id]],
        ...(member.path === undefined ? [] : [[`aws:${side}orgpaths`, [member.path]] as const]),
      ]);
    },
  };
}
