import type { AssumedPrincipal, Configuration, RoleConfiguration } from "./configuration.ts";
import { partitionIn } from "./partitions.ts";
import { policyTexts } from "./policy-texts.ts";
import { roleArn } from "./roles.ts";

/**
 * Without wildcards, with a name that IAM takes or that has marks in it. Source: IAM User Guide, "AWS JSON policy elements:
 * Principal": "You cannot use a wildcard to match part of a principal name or ARN."
 */
const roleOrUser = /^arn:([\w-]+):iam::\d{12}:(?:role|user)\/(?:[^*?]*\/)?(?:[\w+=,.@-]|[^\p{ASCII}])+$/u;

/**
 * Roles and users that policies name as principals and nothing describes. AWS refuses a policy that names one who is not
 * there; whoever wrote it can be taken to have made sure of that, except for the two accounts' own service roles.
 * `bystanders`: roles that are described and take no part; they are there as they are.
 */
export function principalsNamed(
  configuration: Configuration,
  bystanders: readonly RoleConfiguration[] = [],
): readonly AssumedPrincipal[] {
  // A name is there once in an account, whatever its path and capital letters: who is described is not there in another form.
  const described = new Set([...configuration.roles, ...bystanders].map((role) => withoutPath(roleArn(role))));
  const beside = new Set(bystanders.map(roleArn));
  const partition = partitionIn(configuration);
  const named = new Map<string, AssumedPrincipal>();
  const grantees = configuration.keys.flatMap(({ grants, source }) =>
    grants.flatMap(({ GranteePrincipal, RetiringPrincipal }) =>
      [GranteePrincipal, RetiringPrincipal].flatMap((arn) => (arn === undefined ? [] : [{ arn, source }])),
    ),
  );
  const inPolicies = policyTexts(configuration).flatMap(({ text, source }) =>
    principalArns(text).map((arn) => ({ arn, source })),
  );
  for (const principal of [...inPolicies, ...grantees]) {
    const { arn } = principal;
    if (roleOrUser.exec(arn)?.[1] !== partition || named.has(arn)) continue;
    if (beside.has(arn) || !described.has(withoutPath(arn))) named.set(arn, principal);
  }
  return [...named.values()];
}

function withoutPath(arn: string): string {
  return arn.replace(/\/.*\//, "/").toLowerCase();
}

/** Accounts that policies name as principals, by id or by the ARN of something in them. */
export function accountsNamed(configuration: Configuration): readonly string[] {
  const ids = policyTexts(configuration)
    .flatMap(({ text }) => principalArns(text))
    .flatMap((value) => /^(\d{12})$|^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(value)?.slice(1).filter(Boolean) ?? []);
  return [...new Set(ids)];
}

/**
 * Unique ids (`AROA…`, `AIDA…`) in the place of principals: what AWS shows where a role or user has been deleted, unless
 * somebody who is there bears it.
 */
export function uniqueIdsNamed({ text }: { readonly text: string }): readonly string[] {
  return principalArns(text).filter((value) => /^A(?:ROA|IDA)[A-Z0-9]{8,}$/.test(value));
}

/** Name of the role that stands, in a replay, for one that is gone: by its unique id. */
export function nameOfGone(id: string): string {
  return `gone-${id}`;
}

/** A text about a replay in the words of the input: with the unique ids that stand there for who is gone. */
export function withGoneAsWritten(text: string): string {
  return text.replaceAll(/arn:[\w-]+:iam::\d{12}:role\/gone-(A(?:ROA|IDA)[A-Z0-9]+)/g, "$1");
}

/** Values of Principal and NotPrincipal under `AWS`; none where the document cannot be read: it is refused later. */
export function principalArns(text: string): readonly string[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return [];
  }
  return listOf((document as { readonly Statement?: unknown } | null)?.Statement).flatMap((statement) => {
    const { Principal, NotPrincipal } = (statement ?? {}) as Readonly<Record<string, unknown>>;
    return [Principal, NotPrincipal]
      .flatMap((element) => listOf((element as { readonly AWS?: unknown } | undefined)?.AWS))
      .filter((value) => typeof value === "string");
  });
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
