import { validationError } from "./errors.ts";

/** What the service's model says of one member. */
export interface Constraint {
  readonly required?: boolean;
  /** Of a string in characters, of a list in items. */
  readonly min?: number;
  readonly max?: number;
  /** As the model has it; the message repeats it. Must fit the whole value. */
  readonly pattern?: string;
  /** The service's own sentence in place of the pattern. */
  readonly patternMessage?: string;
  readonly oneOf?: readonly string[];
  /** For the fields of a structure, or of every item of a list. */
  readonly fields?: Constraints;
  /** For every item of a list of strings. */
  readonly item?: Constraint;
}

export type Constraints = Readonly<Record<string, Constraint>>;

/** Throws ValidationError where the input breaks its model, all problems in one message as the services put them. */
export function checkConstraints(input: object, constraints: Constraints): void {
  const problems = problemsOf(input, constraints, "");
  const [first] = problems;
  if (first === undefined) return;
  if (!first.startsWith("Value ")) throw validationError(first);
  const errors = problems.length === 1 ? "error" : "errors";
  throw validationError(`${problems.length} validation ${errors} detected: ${problems.join("; ")}`);
}

function problemsOf(input: object, constraints: Constraints, path: string): readonly string[] {
  return Object.entries(constraints).flatMap(([member, constraint]) => {
    const value = (input as Record<string, unknown>)[member];
    return valueProblems(value, constraint, `${path}${member.charAt(0).toLowerCase()}${member.slice(1)}`);
  });
}

function valueProblems(value: unknown, constraint: Constraint, path: string): readonly string[] {
  if (value === undefined) return constraint.required ? [failed("null", path, "not be null")] : [];
  if (typeof value === "string") return stringProblems(value, constraint, path);
  if (typeof value === "number") return numberProblems(value, constraint, path);
  if (Array.isArray(value)) return listProblems(value, constraint, path);
  if (typeof value === "object" && value !== null && constraint.fields !== undefined) {
    return problemsOf(value, constraint.fields, `${path}.`);
  }
  return [];
}

function stringProblems(value: string, { min, max, pattern, patternMessage, oneOf }: Constraint, path: string) {
  const quoted = `'${value}'`;
  const problems: string[] = [];
  if (min !== undefined && value.length < min) {
    problems.push(failed(quoted, path, `have length greater than or equal to ${min}`));
  }
  if (max !== undefined && value.length > max) {
    // Documents are not repeated.
    problems.push(failed(max > 1000 ? undefined : quoted, path, `have length less than or equal to ${max}`));
  }
  if (pattern !== undefined && !wholeMatch(pattern).test(value)) {
    problems.push(patternMessage ?? failed(quoted, path, `satisfy regular expression pattern: ${pattern}`));
  }
  if (oneOf !== undefined && !oneOf.includes(value)) {
    problems.push(failed(quoted, path, `satisfy enum value set: [${oneOf.join(", ")}]`));
  }
  return problems;
}

function numberProblems(value: number, { min, max }: Constraint, path: string): readonly string[] {
  const quoted = `'${value}'`;
  if (min !== undefined && value < min) return [failed(quoted, path, `have value greater than or equal to ${min}`)];
  if (max !== undefined && value > max) return [failed(quoted, path, `have value less than or equal to ${max}`)];
  return [];
}

function listProblems(values: readonly unknown[], { max, fields, item }: Constraint, path: string): readonly string[] {
  const problems: string[] = [];
  if (max !== undefined && values.length > max) {
    problems.push(failed(undefined, path, `have length less than or equal to ${max}`));
  }
  for (const [at, value] of values.entries()) {
    const itemPath = `${path}.${at + 1}.member`;
    if (fields !== undefined && typeof value === "object" && value !== null) {
      problems.push(...problemsOf(value, fields, `${itemPath}.`));
    }
    if (item !== undefined) problems.push(...valueProblems(value, item, itemPath));
  }
  return problems;
}

function failed(value: string | undefined, path: string, must: string): string {
  return `Value ${value === undefined ? "" : `${value} `}at '${path}' failed to satisfy constraint: Member must ${must}`;
}

const compiled = new Map<string, RegExp>();

function wholeMatch(pattern: string): RegExp {
  let regExp = compiled.get(pattern);
  if (regExp === undefined) {
    regExp = new RegExp(`^(?:${pattern})$`, "u");
    compiled.set(pattern, regExp);
  }
  return regExp;
}
