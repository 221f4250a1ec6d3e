import type { PolicyDocument, PolicyKind, PolicyStatement } from "./document.ts";

/** An ARN in its parts; every one is as it is written, wildcards included. */
export interface Arn {
  readonly text: string;
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

export function arnIn(text: string): Arn | undefined {
  const [, partition = "", service = "", region = "", accountId = "", resource = ""] =
    /^arn:(aws[\w-]*):([\w-]+):([^:]*):([^:]*):(.+)$/s.exec(text) ?? [];
  return partition === "" ? undefined : { text, partition, service, region, accountId, resource };
}

export function isExact(text: string): boolean {
  return text !== "" && !/[*?$]/.test(text);
}

/** Statements of documents of these kinds. */
export function statementsOf(
  documents: readonly PolicyDocument[],
  ...kinds: readonly PolicyKind[]
): readonly PolicyStatement[] {
  return documents.filter(({ kind }) => kinds.includes(kind)).flatMap(({ statements }) => statements);
}

/** ARNs of a service among the resources. */
export function resourceArns(statements: readonly PolicyStatement[], service: string): readonly Arn[] {
  return statements
    .flatMap(({ resources }) => resources)
    .flatMap((text) => arnIn(text) ?? [])
    .filter((arn) => arn.service === service);
}

/** Each once, in the order of the files. */
export function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items)];
}

/** `landing` of `arn:aws:s3:::landing/in/*`; none of a pattern. */
export function bucketNames(statements: readonly PolicyStatement[]): readonly string[] {
  const names = resourceArns(statements, "s3").map(({ resource }) => resource.replace(/\/.*$/s, ""));
  return distinct(names.filter(isExact));
}

/** Roles that are let in, by ARN: as principals, of a session its role, or by a condition on the caller's ARN. */
export function rolesNamed(statements: readonly PolicyStatement[]): readonly string[] {
  const allowing = statements.filter(({ isAllow }) => isAllow);
  const named = [...allowing.flatMap(({ principals }) => principals), ...conditionValues(allowing, "aws:PrincipalArn")];
  const arns = named.flatMap((text) => roleNamed(text) ?? []);
  return distinct(arns.filter(isExact));
}

function roleNamed(text: string): string | undefined {
  const arn = arnIn(text);
  if (arn?.service === "iam" && arn.resource.startsWith("role/")) return text;
  const [, role] = /^assumed-role\/([^/]+)\//.exec(arn?.service === "sts" ? arn.resource : "") ?? [];
  return role === undefined ? undefined : `arn:${arn?.partition}:iam::${arn?.accountId}:role/${role}`;
}

/** Accounts that are named as principals as a whole. */
export function accountsNamed(statements: readonly PolicyStatement[]): readonly string[] {
  const ids = statements
    .flatMap(({ principals }) => principals)
    .flatMap((text) => /^(\d{12})$|^arn:[\w-]+:iam::(\d{12}):root$/.exec(text)?.slice(1) ?? []);
  return distinct(ids.filter(Boolean));
}

/** Values of a condition key. */
export function conditionValues(statements: readonly PolicyStatement[], key: string): readonly string[] {
  return statements.flatMap(({ conditions }) =>
    conditions.filter((each) => each.key === key.toLowerCase()).flatMap(({ values }) => values),
  );
}

/** Whether a statement names one of the actions, in words or by a pattern. */
export function hasAction({ actions }: PolicyStatement, ...names: readonly string[]): boolean {
  return actions.some((action) => {
    const source = action
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    return names.some((name) => new RegExp(`^${source}$`).test(name.toLowerCase()));
  });
}
