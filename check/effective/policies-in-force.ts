import {
  isPolicyProblem,
  type Policy,
  type PolicyDocument,
  type PolicyType,
  parsePolicy,
} from "../../emulator/policy/index.ts";
import type { Configuration } from "../configuration.ts";
import { accountOfPlace, bearingsOf, policiesKept } from "../places/places.ts";

/** Policies of one kind that are attached to something, by its ARN or account. */
export type PoliciesOf = (policyType: PolicyType, attachedTo: string) => readonly Policy[];

/** A text that is no document is in force nowhere. */
export function documentOf(text: string): PolicyDocument | undefined {
  let known = documents.get(text);
  if (known === undefined) {
    const parsed = parsePolicy(text);
    known = isPolicyProblem(parsed) ? null : parsed;
    if (documents.size >= mostDocuments) documents.clear();
    documents.set(text, known);
  }
  return known ?? undefined;
}

/** What is compiled from a document is kept with it, so that the same text is read once. */
const documents = new Map<string, PolicyDocument | null>();
const mostDocuments = 1_000;

/** Every policy that can be read. */
export function policiesOf(configuration: Configuration): PoliciesOf {
  const all = policiesKept(configuration).flatMap(({ place, policy: { name, text } }) => {
    const document = documentOf(text);
    if (document === undefined) return [];
    const accountId = accountOfPlace(configuration, place);
    return bearingsOf(configuration, place).map(
      ({ policyType, attachedTo }): Policy => ({ type: policyType, name, accountId, attachedTo, document }),
    );
  });
  const byBearing = Map.groupBy(all, ({ type, attachedTo }) => `${type} ${attachedTo}`);
  return (policyType, attachedTo) => byBearing.get(`${policyType} ${attachedTo}`) ?? [];
}

/** A policy that nobody has written: what a setting amounts to. */
export function statementPolicy(
  type: PolicyType,
  name: string,
  { accountId, attachedTo }: Pick<Policy, "accountId" | "attachedTo">,
  statements: readonly object[],
): Policy {
  const document = documentOf(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  if (document === undefined) throw new TypeError(`the ${name} is no policy document`);
  return { type, name, accountId, attachedTo, document };
}

/** Of the policy that stands for what an account's own policies say of whoever the input does not describe. */
export const ownPoliciesName = "everything";

export function everythingOf(accountId: string): Policy {
  return statementPolicy("identity", ownPoliciesName, { accountId, attachedTo: "" }, [everything]);
}

export const everything = { Effect: "Allow", Action: "*", Resource: "*" };
