import type { Environment } from "../model/environment.ts";
import { notImplemented } from "../model/service-error.ts";
import {
  displayPolicy,
  isPolicyProblem,
  type PolicyDocument,
  type PrincipalLookup,
  parsePolicy,
  resolvePrincipals,
  unknownConditionKeys,
} from "../policy/index.ts";
import { invalidArgument } from "./errors.ts";
import type { ResourcePolicy, Stream } from "./stream.ts";

const maxPolicyBytes = 20 * 1024;

/**
 * Parses a stream's policy and resolves its principals. That a policy is checked is documented, the texts are not.
 * Throws InvalidArgumentException. Source: Kinesis API Reference, PutResourcePolicy.
 */
export function resourcePolicy(text: string, stream: Stream, environment: Environment): ResourcePolicy {
  if (Buffer.byteLength(text) > maxPolicyBytes) throw invalidPolicy(`it is longer than ${maxPolicyBytes} bytes`);
  const document = parsePolicy(text);
  if (isPolicyProblem(document)) throw invalidPolicy(document.text);
  for (const statement of document.statements) {
    if (statement.principal === undefined && statement.notPrincipal === undefined) {
      throw invalidPolicy("a statement names no Principal");
    }
    const actions = statement.actions ?? statement.notActions ?? [];
    if (!actions.every((action) => /^(?:\*$|kinesis:)/i.test(action))) {
      throw invalidPolicy("it names actions of another service than Kinesis");
    }
  }
  const [unknown] = unknownConditionKeys(document);
  if (unknown !== undefined) throw notImplemented(`The condition key ${unknown} in a policy`);
  return {
    inForce: {
      type: "resource",
      name: "stream policy",
      accountId: stream.accountId,
      attachedTo: stream.arn,
      document: resolved(document, lookup(environment)),
    },
  };
}

/** The policy as GetResourcePolicy shows it. */
export function displayed({ inForce }: ResourcePolicy, environment: Environment): string {
  return displayPolicy(inForce.document, lookup(environment));
}

function resolved(document: PolicyDocument, look: PrincipalLookup): PolicyDocument {
  const result = resolvePrincipals(document, look, "key");
  if (result.kind === "invalid") throw invalidPolicy(result.message);
  return result.document;
}

function lookup({ principals }: Environment): PrincipalLookup {
  return (principal) => principals.lookUp(principal);
}

function invalidPolicy(why: string): Error {
  return invalidArgument(`The resource policy is not valid: ${why}.`);
}
