/** Policy documents as they come in and as they go out. */
import { notImplemented, ServiceError } from "../model/service-error.ts";
import {
  displayPolicy,
  type PolicyDocument,
  resolvePrincipals,
  type ValidationResult,
  validateIdentityPolicy,
  validateTrustPolicy,
} from "../policy/index.ts";
import { limitExceeded } from "./errors.ts";
import type { IamStore } from "./store.ts";

/** An inline policy: without a Version it is of the first one. Throws MalformedPolicyDocument or NotImplemented. */
export function inlineDocument({ partition }: IamStore, text = ""): PolicyDocument {
  return validOr(validateIdentityPolicy(text, { partition, isAnyVersionTaken: true }));
}

/** A managed policy. Throws MalformedPolicyDocument, LimitExceeded or NotImplemented. */
export function identityDocument({ partition }: IamStore, text = "", quotaCharacters?: number): PolicyDocument {
  return validOr(validateIdentityPolicy(text, { partition, quotaCharacters }));
}

/** A trust policy with its principals resolved: those that exist now, held by unique id. */
export function trustDocument(store: IamStore, text = ""): PolicyDocument {
  const document = validOr(validateTrustPolicy(text));
  return validOr(resolvePrincipals(document, (principal) => store.lookUp(principal), "trust"));
}

/** The error or the document that validation came to. */
export function validOr(result: ValidationResult): PolicyDocument {
  switch (result.kind) {
    case "valid":
      return result.document;
    case "invalid":
      throw result.code === "LimitExceeded"
        ? limitExceeded(result.message)
        : new ServiceError(result.code, result.message, 400);
    case "not-emulated":
      throw notImplemented(`The condition key ${result.conditionKey} in a policy`);
  }
}

/** A document as IAM's answers carry it: percent-encoded after RFC 3986. */
export function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A trust policy as it is shown now: principals that are gone appear by their unique id. */
export function encodedTrustPolicy(store: IamStore, document: PolicyDocument): string {
  return encoded(displayPolicy(document, (principal) => store.lookUp(principal)));
}
