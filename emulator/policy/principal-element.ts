/** Reads the Principal and NotPrincipal elements. Source: IAM guide, reference_policies_elements_principal. */
import { isObject } from "./json.ts";
import type { PrincipalElement, PrincipalEntry } from "./types.ts";

const accountForm = /^(?:\d{12}|arn:[a-z-]+:iam::(\d{12}):root)$/;
const uniqueIdForm = /^A(?:ROA|IDA)[A-Z0-9]{12,124}$/;

/** Undefined when the element has another form than AWS knows. Whether the principals exist is not asked here. */
export function parsePrincipalElement(raw: unknown): PrincipalElement | undefined {
  if (raw === "*") return { kind: "everyone" };
  if (!isObject(raw)) return undefined;
  const entries: PrincipalEntry[] = [];
  for (const [type, value] of Object.entries(raw)) {
    const texts = typeof value === "string" ? [value] : value;
    if (!Array.isArray(texts) || texts.length === 0) return undefined;
    for (const text of texts) {
      const entry = typeof text === "string" ? parseEntry(type, text) : undefined;
      if (entry === undefined) return undefined;
      entries.push(entry);
    }
  }
  if (entries.length === 0) return undefined;
  return entries.length === 1 && entries[0]?.kind === "everyone" ? { kind: "everyone" } : { kind: "listed", entries };
}

function parseEntry(type: string, text: string): PrincipalEntry | undefined {
  switch (type) {
    case "AWS":
      return parseAwsEntry(text);
    case "Service":
      return { kind: "service", service: text };
    case "CanonicalUser":
      return { kind: "canonical-user", id: text };
    case "Federated":
      return { kind: "federated", provider: text };
    default:
      return undefined;
  }
}

/** A text that is none of the other forms is kept as an ARN; it names nobody, and resolving it will say so. */
function parseAwsEntry(text: string): PrincipalEntry {
  if (text === "*") return { kind: "everyone" };
  const account = accountForm.exec(text);
  if (account !== null) {
    return account[1] === undefined
      ? { kind: "account", accountId: text }
      : { kind: "account", accountId: account[1], arn: text };
  }
  return uniqueIdForm.test(text) ? { kind: "unique-id", id: text } : { kind: "arn", arn: text };
}

/** The entry as its author wrote it, or as it would be written. */
export function entryText(entry: PrincipalEntry): string {
  switch (entry.kind) {
    case "everyone":
      return "*";
    case "account":
      return entry.arn ?? entry.accountId;
    case "arn":
      return entry.arn;
    case "unique-id":
      return entry.arn ?? entry.id;
    case "service":
      return entry.service;
    case "canonical-user":
      return entry.id;
    case "federated":
      return entry.provider;
  }
}

export function entriesOf(element: PrincipalElement): readonly PrincipalEntry[] {
  return element.kind === "everyone" ? [{ kind: "everyone" }] : element.entries;
}
