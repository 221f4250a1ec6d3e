import type { PrincipalDirectory } from "../model/caller.ts";
import { invalidPrincipal } from "./errors.ts";
import type { GrantPrincipal } from "./grant.ts";

/** Services are granted to by name, as `dynamodb.us-east-1.amazonaws.com` in the guide of DynamoDB. */
const serviceForm = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/;
const sessionForm = /^arn:[a-z-]+:sts::\d{12}:assumed-role\/[^/]+\/[^/]+$/;

/**
 * A principal that a grant names: an account's root, a user, a role or a session of one, a service; roles and users are
 * held by unique id. Throws InvalidArnException where there is none.
 */
export function grantPrincipal(principals: PrincipalDirectory, arn: string): GrantPrincipal {
  if (serviceForm.test(arn)) return { arn, entry: { kind: "service", service: arn } };
  if (sessionForm.test(arn)) {
    if (principals.findByArn(arn) === undefined) throw invalidPrincipal(arn);
    return { arn, entry: { kind: "arn", arn } };
  }
  const known = arn.startsWith("arn:") ? principals.lookUp(arn) : undefined;
  if (known === undefined) throw invalidPrincipal(arn);
  return known.kind === "account"
    ? { arn, entry: { kind: "account", accountId: known.id, arn: known.arn } }
    : { arn, entry: { kind: "unique-id", id: known.id, arn } };
}
