/**
 * Principals of a resource policy when it is saved and when it is shown. AWS keeps the unique id of a role or user in
 * place of its ARN, so a recreated one is somebody else, and shows the bare id once its bearer is gone.
 * Source: IAM guide, reference_policies_elements_principal; S3 guide, s3-bucket-user-policy-specifying-principal-intro.
 */
import { entriesOf } from "./principal-element.ts";
import type { PolicyDocument, PrincipalElement, PrincipalEntry, Statement } from "./types.ts";
import type { InvalidPolicy, ValidPolicy } from "./validate/result.ts";

export interface KnownPrincipal {
  readonly kind: "account" | "role" | "user";
  /** `AROA…`, `AIDA…`, or the account's 12 digits. */
  readonly id: string;
  readonly arn: string;
}

/**
 * Who bears an ARN (of a role, user or an account's root), a unique id, an account id or a canonical user ID at this moment;
 * undefined: nobody. ARNs are compared in exact case, and an ARN of another partition is nobody's.
 */
export type PrincipalLookup = (arnOrId: string) => KnownPrincipal | undefined;

/** The document as it is stored, roles and users held by unique id; invalid when a principal does not exist. */
export function resolvePrincipals(
  document: PolicyDocument,
  lookup: PrincipalLookup,
  policyKind: "bucket" | "trust" | "key",
): ValidPolicy | InvalidPolicy {
  const statements: Statement[] = [];
  for (const statement of document.statements) {
    const principal = resolveElement(statement.principal, lookup);
    const notPrincipal = resolveElement(statement.notPrincipal, lookup);
    for (const element of [principal, notPrincipal]) {
      if (element?.kind === "unresolvable") return invalidPrincipal(element.entry, policyKind);
    }
    statements.push({ ...statement, principal: asElement(principal), notPrincipal: asElement(notPrincipal) });
  }
  return { kind: "valid", document: { ...document, statements } };
}

interface Unresolvable {
  readonly kind: "unresolvable";
  readonly entry: PrincipalEntry;
}

function asElement(element: PrincipalElement | Unresolvable | undefined): PrincipalElement | undefined {
  return element?.kind === "unresolvable" ? undefined : element;
}

function resolveElement(
  element: PrincipalElement | undefined,
  lookup: PrincipalLookup,
): PrincipalElement | Unresolvable | undefined {
  if (element?.kind !== "listed") return element;
  const entries: PrincipalEntry[] = [];
  for (const entry of element.entries) {
    const resolved = resolveEntry(entry, lookup);
    if (resolved === undefined) return { kind: "unresolvable", entry };
    entries.push(resolved);
  }
  return { kind: "listed", entries };
}

const sessionForm =
  /^arn:([a-z-]+):sts::(\d{12}):(?:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+|federated-user\/[\w+=,.@-]+)$/;
const serviceForm = /^[a-z0-9][a-z0-9.-]*\.(?:amazonaws\.com(?:\.cn)?|amazon\.com)$/;

/** Undefined: there is no such principal. */
function resolveEntry(entry: PrincipalEntry, lookup: PrincipalLookup): PrincipalEntry | undefined {
  switch (entry.kind) {
    case "account": {
      const known = lookup(entry.arn ?? entry.accountId);
      return known?.kind === "account" ? { ...entry, arn: known.arn } : undefined;
    }
    case "canonical-user":
      return lookup(entry.id) === undefined ? undefined : entry;
    case "unique-id": {
      const known = lookup(entry.id);
      return known === undefined ? undefined : { ...entry, arn: known.arn };
    }
    case "arn": {
      // A session exists only while it lasts, so that of one only the account can be asked for.
      const session = sessionForm.exec(entry.arn);
      if (session !== null) {
        const [, partition, accountId] = session;
        return lookup(`arn:${partition}:iam::${accountId}:root`) === undefined ? undefined : entry;
      }
      const known = lookup(entry.arn);
      if (known === undefined || known.kind === "account") return undefined;
      return { kind: "unique-id", id: known.id, arn: entry.arn };
    }
    case "service":
      return serviceForm.test(entry.service) ? entry : undefined;
    case "everyone":
    case "federated":
      return entry;
  }
}

function invalidPrincipal(entry: PrincipalEntry, policyKind: "bucket" | "trust" | "key"): InvalidPolicy {
  const { type, value } = written(entry);
  switch (policyKind) {
    case "bucket":
      return { kind: "invalid", code: "MalformedPolicy", message: "Invalid principal in policy", detail: value };
    case "trust": {
      const message = `Invalid principal in policy: "${type === "Service" ? "SERVICE" : type}":"${value}"`;
      return { kind: "invalid", code: "MalformedPolicyDocument", message };
    }
    case "key": {
      const message = "Policy contains a statement with one or more invalid principals.";
      return { kind: "invalid", code: "MalformedPolicyDocumentException", message };
    }
  }
}

function written(entry: PrincipalEntry): { readonly type: string; readonly value: string } {
  switch (entry.kind) {
    case "everyone":
      return { type: "AWS", value: "*" };
    case "account":
      return { type: "AWS", value: entry.arn ?? entry.accountId };
    case "arn":
      return { type: "AWS", value: entry.arn };
    case "unique-id":
      return { type: "AWS", value: entry.id };
    case "service":
      return { type: "Service", value: entry.service };
    case "canonical-user":
      return { type: "CanonicalUser", value: entry.id };
    case "federated":
      return { type: "Federated", value: entry.provider };
  }
}

/**
 * The stored document as AWS shows it: as it was written, but a role or user that is gone appears by its unique id.
 * A unique id that was written and is borne by someone appears as the bearer's ARN.
 */
export function displayPolicy(document: PolicyDocument, lookup: PrincipalLookup): string {
  const raw: RawPolicy = JSON.parse(document.source);
  const rawStatements = [raw.Statement].flat();
  let changed = false;
  for (const [index, statement] of document.statements.entries()) {
    const element = statement.principal ?? statement.notPrincipal;
    const rawElement = rawStatements[index]?.Principal ?? rawStatements[index]?.NotPrincipal;
    if (element === undefined || rawElement === undefined || typeof rawElement === "string") continue;
    const shown = entriesOf(element).map((entry) => (entry.kind === "unique-id" ? shownId(entry, lookup) : undefined));
    for (const [type, texts] of Object.entries(rawElement)) {
      const list = typeof texts === "string" ? [texts] : texts;
      const replaced = list.map((text) => shown.shift() ?? text);
      if (replaced.every((text, at) => text === list[at])) continue;
      rawElement[type] = typeof texts === "string" ? (replaced[0] ?? texts) : replaced;
      changed = true;
    }
  }
  return changed ? JSON.stringify(raw) : document.source;
}

type RawPrincipal = string | Record<string, string | string[]>;

interface RawStatement {
  readonly Principal?: RawPrincipal;
  readonly NotPrincipal?: RawPrincipal;
}

interface RawPolicy {
  readonly Statement: RawStatement | readonly RawStatement[];
}

function shownId(entry: { readonly id: string; readonly arn?: string }, lookup: PrincipalLookup): string {
  return lookup(entry.id)?.arn ?? entry.id;
}
