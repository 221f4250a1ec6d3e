/** What validating a document gives, and the steps that every kind of policy shares. */
import { unknownConditionKeys } from "../condition-keys.ts";
import { isPolicyProblem, type PolicyProblem, parsePolicy } from "../parse.ts";
import type { PolicyDocument } from "../types.ts";

export type ValidationResult = ValidPolicy | InvalidPolicy | NotEmulatedPolicy;

export interface ValidPolicy {
  readonly kind: "valid";
  readonly document: PolicyDocument;
}

/** AWS refuses the document: the service's error code and message. */
export interface InvalidPolicy {
  readonly kind: "invalid";
  readonly code: string;
  readonly message: string;
  /** The offending value where the service tells it apart from the message (`<Detail>` of S3). */
  readonly detail?: string;
}

/** AWS would take the document, the emulator can't: it does not set this condition key. To be answered NotImplemented. */
export interface NotEmulatedPolicy {
  readonly kind: "not-emulated";
  readonly conditionKey: string;
  readonly message: string;
}

/** The document, or how the service words its problem. */
export function parsedOr(
  text: string,
  wording: (problem: PolicyProblem) => InvalidPolicy,
): ValidPolicy | InvalidPolicy {
  const document = parsePolicy(text);
  return isPolicyProblem(document) ? wording(document) : { kind: "valid", document };
}

/** Last step of every validation. */
export function emulated(document: PolicyDocument): ValidPolicy | NotEmulatedPolicy {
  const conditionKey = unknownConditionKeys(document)[0];
  if (conditionKey === undefined) return { kind: "valid", document };
  const message = `The condition key ${conditionKey} is not emulated: a policy with it would be decided wrongly.`;
  return { kind: "not-emulated", conditionKey, message };
}

/** Size as IAM counts it against its quotas: characters without white space. */
export function policyCharacters(text: string): number {
  return text.replace(/\s/g, "").length;
}
