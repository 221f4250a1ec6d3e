import { ServiceError } from "./service-error.ts";

/**
 * What a JSON service demands of one member of an input. The schemas of the SDK carry none of this; the values come from
 * the services' API references and stand as data beside the actions.
 */
export interface Constraint {
  readonly required?: boolean;
  /** As AWS writes it in its message; it must match the whole value. */
  readonly pattern?: string;
  /** Least and most characters of a string, bytes of a blob, items of a list or entries of a map. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  /** The value is not repeated (`Value at 'type' failed …`), as Firehose does with enumerations and KMS with plaintext. */
  readonly isValueUntold?: true;
  /** Of the members of a structure. */
  readonly members?: Constraints;
  /** Of each item of a list, or each value of a map. */
  readonly each?: Constraint;
  /** Of each key of a map. */
  readonly keys?: Constraint;
}

/** By member name, in the order in which problems are told. */
export type Constraints = Readonly<Record<string, Constraint>>;

/** AWS tells at most so many problems of one request (as kinesalite recorded it from Kinesis). */
const maxProblems = 10;

/**
 * Refuses an input that breaks its constraints, all problems in one sentence:
 * `1 validation error detected: Value 'a/b' at 'streamName' failed to satisfy constraint: Member must …`.
 * Throws a ServiceError with `code`; CloudWatch Logs says the same as InvalidParameterException.
 */
export function checkConstraints(constraints: Constraints, input: object, code = "ValidationException"): void {
  const problems: string[] = [];
  checkMembers(constraints, input, "", problems);
  if (problems.length === 0) return;
  const told = problems.slice(0, maxProblems);
  const plural = told.length > 1 ? "s" : "";
  throw new ServiceError(code, `${told.length} validation error${plural} detected: ${told.join("; ")}`, 400);
}

function checkMembers(constraints: Constraints, structure: object, path: string, problems: string[]): void {
  for (const name in constraints) {
    const constraint = constraints[name];
    if (constraint === undefined) continue;
    checkMember(constraint, (structure as Record<string, unknown>)[name], path, name, problems);
  }
}

/** The path is put together only where there is something to say or something inside: most requests are valid. */
function checkMember(constraint: Constraint, value: unknown, parent: string, name: string, problems: string[]): void {
  if (value === undefined || value === null) {
    if (constraint.required) tell(problems, value, pathOf(parent, name), "Member must not be null");
    return;
  }
  if (!fits(constraint, value)) tellAll(constraint, value, pathOf(parent, name), problems);
  if (constraint.each === undefined && constraint.members === undefined && constraint.keys === undefined) return;
  const path = pathOf(parent, name);
  if (constraint.members !== undefined) checkMembers(constraint.members, value as object, path, problems);
  if (Array.isArray(value)) {
    if (constraint.each === undefined) return;
    for (let at = 0; at < value.length; at++) checkItem(constraint.each, value[at], path, at, problems);
  } else if (constraint.members === undefined) {
    for (const [key, each] of Object.entries(value as object)) {
      if (constraint.keys !== undefined && !fits(constraint.keys, key)) {
        tell(problems, value, path, `Map keys must satisfy constraint: [${demandsOf(constraint.keys).join(", ")}]`);
      }
      if (constraint.each !== undefined && !fits(constraint.each, each)) {
        tell(problems, value, path, `Map value must satisfy constraint: [${demandsOf(constraint.each).join(", ")}]`);
      }
    }
  }
}

/** Items of lists are checked by the hundred: the path of one that fits is never written. */
function checkItem(constraint: Constraint, item: unknown, path: string, at: number, problems: string[]): void {
  const own: string[] = [];
  const { members } = constraint;
  if (members === undefined) {
    if (fits(constraint, item)) return;
    const demands = demandsOf(constraint);
    tell(problems, item, `${path}.${at + 1}.member`, `Member must satisfy constraint: [${demands.join(", ")}]`);
    return;
  }
  checkMembers(members, item as object, "", own);
  if (own.length > 0) checkMembers(members, item as object, `${path}.${at + 1}.member`, problems);
}

function fits(constraint: Constraint, value: unknown): boolean {
  const { minLength, maxLength, min, max, values, pattern } = constraint;
  if (minLength !== undefined && lengthOf(value) < minLength) return false;
  if (maxLength !== undefined && lengthOf(value) > maxLength) return false;
  if (min !== undefined && (value as number) < min) return false;
  if (max !== undefined && (value as number) > max) return false;
  if (values !== undefined && !values.includes(value as string)) return false;
  return pattern === undefined || compiled(pattern).test(value as string);
}

function tellAll(constraint: Constraint, value: unknown, path: string, problems: string[]): void {
  for (const single of singles(constraint)) {
    if (fits(single, value)) continue;
    if (constraint.isValueUntold) {
      problems.push(`Value at '${path}' failed to satisfy constraint: ${demandOf(single)}`);
    } else tell(problems, value, path, demandOf(single));
  }
}

/** The constraint taken apart into constraints of one demand each, in the order of AWS's messages. */
function singles({ values, pattern, max, min, maxLength, minLength }: Constraint): readonly Constraint[] {
  const all: Constraint[] = [];
  if (values !== undefined) all.push({ values });
  if (pattern !== undefined) all.push({ pattern });
  if (max !== undefined) all.push({ max });
  if (min !== undefined) all.push({ min });
  if (maxLength !== undefined) all.push({ maxLength });
  if (minLength !== undefined) all.push({ minLength });
  return all;
}

function demandsOf(constraint: Constraint): readonly string[] {
  return singles(constraint).map(demandOf);
}

function demandOf({ values, pattern, max, min, maxLength, minLength }: Constraint): string {
  if (values !== undefined) return `Member must satisfy enum value set: [${values.join(", ")}]`;
  if (pattern !== undefined) return `Member must satisfy regular expression pattern: ${pattern}`;
  if (max !== undefined) return `Member must have value less than or equal to ${max}`;
  if (min !== undefined) return `Member must have value greater than or equal to ${min}`;
  if (maxLength !== undefined) return `Member must have length less than or equal to ${maxLength}`;
  return `Member must have length greater than or equal to ${minLength}`;
}

function tell(problems: string[], value: unknown, path: string, demand: string): void {
  const shown = value === undefined || value === null ? "null" : `'${display(value)}'`;
  problems.push(`Value ${shown} at '${path}' failed to satisfy constraint: ${demand}`);
}

/** Values as Java prints them, which is what AWS shows. */
function display(value: unknown): string {
  if (value instanceof Uint8Array) return `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`;
  if (Array.isArray(value)) return `[${value.map(display).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([key, each]) => `${key}=${display(each)}`)
    .join(", ")}}`;
}

function lengthOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return Object.keys(value as object).length;
}

function pathOf(parent: string, name: string): string {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return parent === "" ? member : `${parent}.${member}`;
}

const patterns = new Map<string, RegExp>();

function compiled(pattern: string): RegExp {
  let made = patterns.get(pattern);
  if (made === undefined) {
    made = new RegExp(`^(?:${pattern})$`, "su");
    patterns.set(pattern, made);
  }
  return made;
}
