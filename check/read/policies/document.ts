import type { PolicyText } from "../../configuration.ts";
import { InputError } from "../../input-error.ts";
import { parseJsonDocument } from "../json-document.ts";
import { policyInFile, policyInside } from "../policy-in-json.ts";
import { itemsOf, locationOf, member, membersOf, plain, type Tree, textOf } from "../tree.ts";
import { treeOfJson } from "../tree-of-json.ts";

/** What a policy is attached to, by what is in it. */
export type PolicyKind = "role" | "trust" | "bucket" | "key" | "data-stream";

/** A policy in a file of its own, as people keep it or as `aws` prints it. */
export interface PolicyDocument {
  readonly kind: PolicyKind;
  readonly policy: PolicyText;
  readonly statements: readonly PolicyStatement[];
  /** Of the role that it is of, where the file says it. */
  readonly roleName?: string;
  readonly roleArn?: string;
}

/** What is read of a statement: elements in lists, whatever the document has. */
export interface PolicyStatement {
  readonly isAllow: boolean;
  /** In small letters. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Values of Principal and NotPrincipal under `AWS`. */
  readonly principals: readonly string[];
  readonly conditions: readonly { readonly key: string; readonly values: readonly string[] }[];
}

export interface PolicyFile {
  readonly file: string;
  readonly text: string;
  readonly format: "json" | "yaml";
  readonly root: Tree;
}

/** Where `aws` puts a document: `get-bucket-policy` and its relatives, `get-policy-version`, `get-role-policy`, `get-role`. */
const printed: readonly (readonly string[])[] = [
  ["Policy"],
  ["PolicyVersion", "Document"],
  ["PolicyDocument"],
  ["Role", "AssumeRolePolicyDocument"],
];

/** Whether a file is a policy, or what `aws` prints of one. */
export function isPolicy(root: Tree): boolean {
  return pathOf(root) !== undefined;
}

function pathOf(root: Tree): readonly string[] | undefined {
  if (hasStatements(root)) return [];
  return printed.find((path) => {
    const found = member(root, ...path);
    return hasStatements(found) || /^\s*(?:\{|%7B)/i.test(textOf(found) ?? "");
  });
}

function hasStatements(tree: Tree | undefined): boolean {
  return member(tree, "Statement") !== undefined && member(tree, "Resources") === undefined;
}

/** Reads such a file. Throws an `InputError` where it does not show what the policy is attached to. */
export function policyDocument(given: PolicyFile): PolicyDocument {
  const { file, root } = given;
  const path = pathOf(root) ?? [];
  const policy = policyAt(given, path);
  const tree = document(given, path);
  const statements = itemsOf(member(tree, "Statement")).map(statementOf);
  const kind = kindOf(tree, statements);
  if (kind === undefined) {
    throw new InputError(
      locationOf(tree),
      "is a policy, and does not show of what: a role, a bucket, a key or a data stream",
      "name its resources by ARN, or describe the set-up in a crosscheck.json",
    );
  }
  const roleName = textOf(member(root, "RoleName")) ?? textOf(member(root, "Role", "RoleName"));
  const roleArn = textOf(member(root, "Role", "Arn"));
  const name = kind === "role" ? nameOf(file, root) : nameOfKind[kind];
  return {
    kind,
    policy: { ...policy, name },
    statements,
    ...(roleName !== undefined && { roleName }),
    ...(roleArn !== undefined && { roleArn }),
  };
}

const nameOfKind: Readonly<Record<Exclude<PolicyKind, "role">, string>> = {
  trust: "trust policy",
  bucket: "bucket policy",
  key: "key policy",
  "data-stream": "data stream policy",
};

/** As its owner knows it, or as the file is called. */
function nameOf(file: string, root: Tree): string {
  const stem = file.replace(/.*[/\\]/, "").replace(/\.[^.]*$/, "");
  return textOf(member(root, "PolicyName")) ?? (stem.replace(/[^\w+=,.@-]+/g, "-") || "policy");
}

/** The document with its place; what is printed as text stands in no file as it is. */
function policyAt({ file, text, format, root }: PolicyFile, path: readonly string[]): PolicyText {
  const written = member(root, ...path) ?? root;
  const source = locationOf(written);
  if (written.kind === "scalar") return { name: "", text: unescaped(textOf(written) ?? ""), source };
  if (format === "yaml") return { name: "", text: JSON.stringify(plain(written), undefined, 2), source };
  return path.length === 0 ? policyInFile("", file, text) : policyInside("", parseJsonDocument(text, file), path);
}

/** As a tree with its places; of a document that is printed as text, with the places inside that text. */
function document({ file, root }: PolicyFile, path: readonly string[]): Tree {
  const written = member(root, ...path) ?? root;
  return written.kind === "scalar" ? treeOfJson(file, unescaped(textOf(written) ?? "")) : written;
}

/** IAM hands documents out URL-encoded, and some tools leave them so. */
function unescaped(text: string): string {
  if (!/^\s*%7B/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function statementOf(tree: Tree): PolicyStatement {
  const texts = (...names: readonly string[]) =>
    names.flatMap((name) => itemsOf(member(tree, name)).flatMap((each) => textOf(each) ?? []));
  const principals = ["Principal", "NotPrincipal"].flatMap((name) => {
    const found = member(tree, name);
    return itemsOf(found?.kind === "dictionary" ? member(found, "AWS") : found).flatMap((each) => textOf(each) ?? []);
  });
  const conditions = membersOf(member(tree, "Condition")).flatMap(([, tests]) =>
    membersOf(tests).map(([key, values]) => ({
      key: key.toLowerCase(),
      values: itemsOf(values).flatMap((each) => textOf(each) ?? []),
    })),
  );
  return {
    isAllow: textOf(member(tree, "Effect")) === "Allow",
    actions: texts("Action", "NotAction").map((action) => action.toLowerCase()),
    resources: texts("Resource", "NotResource"),
    principals,
    conditions,
  };
}

/** By who is named, then by the services of what is permitted, then by the resources. */
function kindOf(tree: Tree, statements: readonly PolicyStatement[]): PolicyKind | undefined {
  const hasPrincipal = itemsOf(member(tree, "Statement")).some(
    (each) => (member(each, "Principal") ?? member(each, "NotPrincipal")) !== undefined,
  );
  if (!hasPrincipal) return "role";
  const services = new Set(statements.flatMap(({ actions }) => actions).map((action) => action.replace(/:.*/, "")));
  const resources = statements.flatMap((statement) => statement.resources);
  const isOf = (service: string) =>
    services.has(service) || resources.some((arn) => new RegExp(`^arn:[\\w-]+:${service}:`).test(arn));
  if (isOf("s3")) return "bucket";
  if (isOf("kms")) return "key";
  if (isOf("kinesis")) return "data-stream";
  return services.has("sts") ? "trust" : undefined;
}
