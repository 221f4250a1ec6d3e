/**
 * A policy document, or a value in it, as Terraform's own text, laid out as `terraform fmt` does it. `indent` is that of the
 * line where it stands.
 */
export function hclValue(value: unknown, indent = 0): string {
  const inner = " ".repeat(indent + 2);
  const outer = " ".repeat(indent);
  if (Array.isArray(value)) {
    const items = value.map((item) => hclValue(item, indent + 2));
    if (items.length === 0) return "[]";
    const line = `[${items.join(", ")}]`;
    if (items.every(isOneLine) && indent + line.length <= widest) return line;
    return `[\n${items.map((item) => `${inner}${item},\n`).join("")}${outer}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([name, each]): Member => [hclName(name), hclValue(each, indent + 2)]);
    if (members.length === 0) return "{}";
    return `{\n${aligned(members)
      .map((line) => `${inner}${line}\n`)
      .join("")}${outer}}`;
  }
  return typeof value === "string" ? hclText(value) : String(value);
}

/** `name = jsonencode({ … })`. */
export function hclPolicy(name: string, document: unknown, indent = 0): string {
  return `${" ".repeat(indent)}${name} = jsonencode(${hclValue(document, indent)})`;
}

/** Of what it is made, for a resource that does not exist yet. */
export interface NewResource {
  readonly type: string;
  readonly name: string;
  /** Expressions by attribute. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly document: unknown;
}

export function hclResource({ type, name, attributes, document }: NewResource): string {
  const members = [...Object.entries(attributes), ["policy", `jsonencode(${hclValue(document, 2)})`] as const];
  const lines = aligned(members.map(([attribute, value]): Member => [attribute, value])).map((line) => `  ${line}\n`);
  return `resource "${type}" "${name}" {\n${lines.join("")}}`;
}

/** A text with what would be a template in it made literal: `${aws:username}` is IAM's to fill in, not Terraform's. */
export function hclText(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, (sign) => sign + sign);
}

type Member = readonly [name: string, value: string];

const widest = 100;

function hclName(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? name : hclText(name);
}

function isOneLine(text: string): boolean {
  return !text.includes("\n");
}

/** Names that follow each other have their `=` in one column; one whose value has several lines stands for itself. */
function aligned(members: readonly Member[]): readonly string[] {
  const runs: Member[][] = [[]];
  for (const member of members) {
    if (isOneLine(member[1])) runs.at(-1)?.push(member);
    else runs.push([member], []);
  }
  return runs.flatMap((run) => {
    const width = Math.max(...run.map(([name]) => name.length));
    return run.map(([name, value]) => `${name.padEnd(width)} = ${value}`);
  });
}
