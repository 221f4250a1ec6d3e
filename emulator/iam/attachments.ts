/** Managed policies on roles and users, as policies and as boundaries. */
import type { Identity, ManagedPolicyRecord } from "./entities.ts";
import { limitExceeded, noSuchEntity, policyNotAttachable, policyNotFound } from "./errors.ts";
import { thePolicy } from "./managed-policies.ts";
import type { IamStore } from "./store.ts";

/** Source: IAM User Guide, "IAM and AWS STS quotas". */
const maxAttached = { role: { quota: "PoliciesPerRole", limit: 10 }, user: { quota: "PoliciesPerUser", limit: 10 } };

/** The managed policy that an account can attach: its own or one of AWS's. Throws NoSuchEntity, ValidationError, NotImplemented. */
export function attachable(store: IamStore, accountId: string, arn?: string): ManagedPolicyRecord {
  return thePolicy(store, accountId, arn, policyNotAttachable);
}

/** Attaching twice is once. */
export function attach(store: IamStore, identity: Identity, policyArn: string | undefined): void {
  const { arn } = attachable(store, identity.accountId, policyArn);
  if (identity.attachedPolicies.includes(arn)) return;
  const { quota, limit } = maxAttached[identity.kind];
  if (identity.attachedPolicies.length >= limit) throw limitExceeded(`Cannot exceed quota for ${quota}: ${limit}`);
  store.saveIdentity({ ...identity, attachedPolicies: [...identity.attachedPolicies, arn] });
}

export function detach(store: IamStore, identity: Identity, policyArn = ""): void {
  if (!identity.attachedPolicies.includes(policyArn)) throw policyNotFound(policyArn);
  store.saveIdentity({
    ...identity,
    attachedPolicies: identity.attachedPolicies.filter((each) => each !== policyArn),
  });
}

/** A permissions boundary that a request gives. Throws as `thePolicy` does. */
export function checkedBoundary(store: IamStore, accountId: string, arn: string | undefined): string | undefined {
  if (arn === undefined) return undefined;
  const missing = () => noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  return thePolicy(store, accountId, arn, missing).arn;
}

export function attachedAnswer(store: IamStore, identity: Identity, pathPrefix = "/") {
  return identity.attachedPolicies
    .flatMap((arn) => store.findPolicy(arn) ?? [])
    .filter(({ path }) => path.startsWith(pathPrefix))
    .map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn }));
}
