import type { Reference } from "../configuration.ts";
import { hasMark } from "../unknown/unknown.ts";

/** How a file says a text that is known after deployment alone. */
type Said =
  | { readonly kind: "whole"; readonly expression: string }
  /** With `${…}` in it. */
  | { readonly kind: "in-text"; readonly text: string };

/** Undefined where nothing in the file refers to a part of it. */
function said(text: string, references: readonly Reference[]): Said | undefined {
  const whole = references.find((each) => each.text === text);
  if (whole !== undefined) return { kind: "whole", expression: whole.expression };
  const longestFirst = [...references].sort((one, other) => other.text.length - one.text.length);
  // What is in braces already is IAM's to fill in.
  let pieces: readonly (string | Reference)[] = [text.replaceAll("${", "${!")];
  for (const reference of longestFirst) {
    pieces = pieces.flatMap((piece): readonly (string | Reference)[] =>
      typeof piece === "string"
        ? piece.split(reference.text).flatMap((each, at) => (at === 0 ? [each] : [reference, each]))
        : [piece],
    );
  }
  if (pieces.some((piece) => typeof piece === "string" && hasMark(piece))) return undefined;
  return {
    kind: "in-text",
    text: pieces.map((piece) => (typeof piece === "string" ? piece : `\${${piece.expression}}`)).join(""),
  };
}

const quoted = /"(?:[^"\\\n]|\\.)*"/g;

/**
 * The text of a file in which marks stand only where a change has put them, with the file's own expressions in their places.
 * Undefined where it has none for one of them.
 */
export function withReferences(
  text: string,
  format: "json" | "yaml" | "hcl",
  references: readonly Reference[],
): string | undefined {
  if (!hasMark(text)) return text;
  const inQuotes = text.replace(quoted, (literal) => {
    if (!hasMark(literal)) return literal;
    const found = said(JSON.parse(literal) as string, references);
    return found === undefined ? literal : written(found, format);
  });
  const all =
    format === "yaml"
      ? inQuotes
          .split("\n")
          .map((line) => plainScalar(line, references))
          .join("\n")
      : inQuotes;
  return hasMark(all) ? undefined : all;
}

/** A value of YAML that needs no quotes ends its line. */
function plainScalar(line: string, references: readonly Reference[]): string {
  if (!hasMark(line)) return line;
  const [, before = "", value = ""] = /^((?:\s*- )*\s*(?:[\w"':]+: )?)(.*)$/.exec(line) ?? [];
  const found = said(value, references);
  return found === undefined ? line : before + written(found, "yaml");
}

function written(found: Said, format: "json" | "yaml" | "hcl"): string {
  if (format === "hcl") return found.kind === "whole" ? found.expression : JSON.stringify(found.text);
  if (found.kind === "in-text") {
    const text = JSON.stringify(found.text);
    return format === "yaml" ? `!Sub ${text}` : `{"Fn::Sub": ${text}}`;
  }
  const [logicalId = "", ...attribute] = found.expression.split(".");
  if (attribute.length === 0) return format === "yaml" ? `!Ref ${logicalId}` : `{"Ref": "${logicalId}"}`;
  const name = attribute.join(".");
  return format === "yaml" ? `!GetAtt ${logicalId}.${name}` : `{"Fn::GetAtt": ["${logicalId}", "${name}"]}`;
}
