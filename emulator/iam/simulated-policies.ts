/** Policies that a simulation is given as text. */
import { isPolicyProblem, type Policy, parsePolicy } from "../policy/index.ts";
import { identityDocument } from "./documents.ts";
import { invalidInput } from "./errors.ts";
import type { IamStore } from "./store.ts";

/** Throws MalformedPolicyDocument. */
export function inputPolicies(
  store: IamStore,
  texts: readonly string[] | undefined,
  type: "identity" | "permissions-boundary",
  accountId: string,
  attachedTo: string,
): readonly Policy[] {
  const list = type === "identity" ? "PolicyInputList" : "PermissionsBoundaryPolicyInputList";
  return (texts ?? []).map((text, at) => ({
    type,
    name: `${list}.${at + 1}`,
    accountId,
    attachedTo,
    document: identityDocument(store, text),
  }));
}

/** A boundary is one policy. Throws InvalidInput where there are more. */
export function inputBoundary(
  store: IamStore,
  texts: readonly string[] | undefined,
  accountId: string,
  attachedTo: string,
) {
  if (texts !== undefined && texts.length > 1) {
    throw invalidInput("Only one policy can be given as permissions boundary.");
  }
  const [permissionsBoundary] = inputPolicies(store, texts, "permissions-boundary", accountId, attachedTo);
  return permissionsBoundary === undefined ? {} : { permissionsBoundary };
}

/** Principals are compared as they are written. Throws InvalidInput. */
export function inputResourcePolicy(text: string | undefined, accountId: string): readonly Policy[] {
  if (text === undefined) return [];
  const document = parsePolicy(text);
  if (isPolicyProblem(document)) throw invalidInput("Invalid resource policy: Syntax errors in policy.");
  return [{ type: "resource", name: "ResourcePolicy", accountId, attachedTo: "*", document }];
}
