/** Policies that are part of a role or user. */
import type { PolicyDocument } from "../policy/index.ts";
import { policyCharacters } from "../policy/index.ts";
import { inlineDocument } from "./documents.ts";
import type { Identity } from "./entities.ts";
import { inlinePolicyNotFound, limitExceeded } from "./errors.ts";
import type { IamStore } from "./store.ts";

/** Characters without white space of all inline policies together. Source: IAM User Guide, "IAM and AWS STS quotas". */
const maxCharacters = { role: 10_240, user: 2_048 };

/** Adds the policy or takes the place of the one of that name. Throws MalformedPolicyDocument, LimitExceeded. */
export function putInlinePolicy(store: IamStore, identity: Identity, name = "", text?: string): void {
  const inlinePolicies = new Map(identity.inlinePolicies).set(name, inlineDocument(store, text));
  let characters = 0;
  for (const { source } of inlinePolicies.values()) characters += policyCharacters(source);
  const limit = maxCharacters[identity.kind];
  if (characters > limit) {
    throw limitExceeded(`Maximum policy size of ${limit} bytes exceeded for ${identity.kind} ${identity.name}`);
  }
  store.saveIdentity({ ...identity, inlinePolicies });
}

/** Throws NoSuchEntity. */
export function inlinePolicy(identity: Identity, name = ""): PolicyDocument {
  const document = identity.inlinePolicies.get(name);
  if (document === undefined) throw inlinePolicyNotFound(identity.kind, name);
  return document;
}

export function deleteInlinePolicy(store: IamStore, identity: Identity, name = ""): void {
  inlinePolicy(identity, name);
  const inlinePolicies = new Map(identity.inlinePolicies);
  inlinePolicies.delete(name);
  store.saveIdentity({ ...identity, inlinePolicies });
}
