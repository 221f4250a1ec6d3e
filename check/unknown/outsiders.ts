import type { Configuration, PolicyText } from "../configuration.ts";
import { policyTexts, withPolicyTexts } from "../policy-texts.ts";
import { changing, type Question } from "./question.ts";
import { isJson, type Json, listOf, statementsOf, withStatements } from "./statements.ts";

/**
 * Principals that AWS knows and no input describes: accounts by their canonical user ids, and the identities of CloudFront
 * distributions. A service that has no part in a delivery stands for them. Which account a canonical id is of is asked: it may
 * be that of the delivery. Sources: S3 User Guide, "Principals for bucket policies"; CloudFront Developer Guide, "Restrict access
 * to an Amazon S3 origin".
 */
export function withKnownPrincipals(configuration: Configuration): {
  readonly configuration: Configuration;
  readonly questions: readonly Question[];
} {
  const { accountA } = configuration;
  const questions = policyTexts(configuration).flatMap((policy): readonly Question[] => {
    const ids = new Set(statementsOf(policy).flatMap(canonicalIds));
    return [...ids].map((id) => ({
      what: `account of canonical user id \`${id}\` in \`${policy.name}\``,
      because: "no input says which account that is",
      settledBy: "name the account by its 12 digits instead",
      source: policy.source,
      answers: [
        changing("other", (at) =>
          withPolicyTexts(at, (each) => (each.source === policy.source ? replaced(policy, accountA.id) : each)),
        ),
      ],
    }));
  });
  return { configuration: withPolicyTexts(configuration, (policy) => replaced(policy)), questions };
}

const canonicalId = /^[0-9a-f]{64}$/;
const originAccess = /^arn:[\w-]+:iam::cloudfront:user\/CloudFront Origin Access Identity \w+$/;
const bystander = "cloudfront.amazonaws.com";

function canonicalIds({ Principal, NotPrincipal }: Json): readonly string[] {
  return [Principal, NotPrincipal]
    .flatMap((element) => (isJson(element) ? listOf(element.CanonicalUser) : []))
    .filter((id) => canonicalId.test(id));
}

/** `account`: whose the canonical ids are, where that is decided. */
function replaced(policy: PolicyText, account?: string): PolicyText {
  if (!/CanonicalUser|iam::cloudfront:user\//.test(policy.text)) return policy;
  return withStatements(policy, (statement) => {
    const { Principal, NotPrincipal } = statement;
    return {
      ...statement,
      ...(isJson(Principal) && { Principal: element(Principal, account) }),
      ...(isJson(NotPrincipal) && { NotPrincipal: element(NotPrincipal, account) }),
    };
  });
}

function element(principal: Json, account: string | undefined): Json {
  const { AWS, CanonicalUser, Service, ...others } = principal;
  const arns = listOf(AWS);
  const ids = listOf(CanonicalUser);
  const known = arns.filter((arn) => !originAccess.test(arn));
  const strange = ids.filter((id) => !canonicalId.test(id));
  const outsiders = arns.length - known.length + ids.length - strange.length;
  if (outsiders === 0) return principal;
  const isAccounts = account !== undefined && ids.length > strange.length;
  const aws = [...known, ...(isAccounts ? [account] : [])];
  const services = [...listOf(Service), bystander];
  return {
    ...others,
    ...(aws.length > 0 && { AWS: aws }),
    ...(strange.length > 0 && { CanonicalUser: strange }),
    Service: services,
  };
}
