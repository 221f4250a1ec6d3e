import type { Environment } from "../model/environment.ts";
import type { PrincipalLookup } from "../policy/index.ts";

/** Who bears what a bucket policy names: accounts by id or canonical user ID, roles and users by ARN or unique id. */
export function principalLookup({ accounts, principals }: Environment): PrincipalLookup {
  return (arnOrId) => {
    const account = /^\d{12}$/.test(arnOrId) ? accounts.find(arnOrId) : accounts.byCanonicalUserId(arnOrId);
    if (account !== undefined) return { kind: "account", id: account.id, arn: `arn:aws:iam::${account.id}:root` };
    const found = arnOrId.startsWith("arn:") ? principals.findByArn(arnOrId) : principals.findById(arnOrId);
    if (found === undefined) return undefined;
    return { kind: found.arn.includes(":user/") ? "user" : "role", id: found.uniqueId, arn: found.arn };
  };
}
