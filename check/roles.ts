import type { RoleConfiguration } from "./configuration.ts";
import { InputError } from "./input-error.ts";

/** ARN of a role of the configuration. */
export function roleArn({
  partition,
  accountId,
  path = "/",
  name,
}: Pick<RoleConfiguration, "partition" | "accountId" | "path" | "name">): string {
  return `arn:${partition}:iam::${accountId}:role${path}${name}`;
}

/** The unique ids (`AROA…`) that the input gives, by the roles' ARNs. Throws an `InputError` where two roles have one. */
export function roleIdsOf(roles: readonly RoleConfiguration[]): ReadonlyMap<string, string> {
  const byId = new Map<string, string>();
  for (const role of roles) {
    const { roleId, name, source } = role;
    if (roleId === undefined) continue;
    const other = byId.get(roleId);
    if (other !== undefined) {
      throw new InputError(
        source,
        `role \`${name}\` has the unique id \`${roleId}\` of \`${other}\``,
        "AWS gives an id to one role alone: give each its own, or leave it out",
      );
    }
    byId.set(roleId, roleArn(role));
  }
  return new Map([...byId].map(([id, arn]) => [arn, id]));
}
