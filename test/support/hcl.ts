/** Reads a value of Terraform's language as JSON: objects, lists, texts and numbers as `jsonencode` is given them. */
export function valueOfHcl(text: string): unknown {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\](),=]|[^\s{}[\](),="]+/g) ?? [];
  let at = 0;
  const take = (expected?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new SyntaxError(`\`${expected}\` is expected, and there is \`${token}\``);
    }
    return token;
  };
  const value = (): unknown => {
    const token = take();
    if (token === "{") return object();
    if (token === "[") return list();
    if (token.startsWith('"')) return literal(token);
    return JSON.parse(token);
  };
  const list = (): unknown[] => {
    const items: unknown[] = [];
    while (tokens[at] !== "]") {
      items.push(value());
      if (tokens[at] === ",") at++;
      else break;
    }
    take("]");
    return items;
  };
  const object = (): Record<string, unknown> => {
    const members: [string, unknown][] = [];
    while (tokens[at] !== "}") {
      const name = take();
      take("=");
      members.push([name.startsWith('"') ? literal(name) : name, value()]);
    }
    take("}");
    return Object.fromEntries(members);
  };
  const whole = value();
  if (at !== tokens.length) throw new SyntaxError(`\`${tokens[at]}\` is left over`);
  return whole;
}

/** `$${` and `%%{` stand for what would begin a template. Source: Terraform documentation, "Strings and Templates". */
function literal(token: string): string {
  const text = JSON.parse(token) as string;
  if (/(?<![$%])[$%]\{/.test(text)) throw new SyntaxError(`${token} is a template`);
  return text.replace(/([$%])\1\{/g, "$1{");
}

/** The documents in the `jsonencode(…)` of a text. */
export function encodedIn(text: string): readonly unknown[] {
  return [...text.matchAll(/= jsonencode\(/g)].map(({ index }) => {
    const from = index + "= jsonencode(".length;
    return valueOfHcl(text.slice(from, closing(text, from)));
  });
}

/** Where the parenthesis closes that is open at an offset. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (const { 0: token, index } of text.slice(from).matchAll(/"(?:[^"\\]|\\.)*"|[()]/g)) {
    if (token === "(") depth++;
    if (token === ")" && --depth === 0) return from + index;
  }
  throw new SyntaxError("`)` is missing");
}
