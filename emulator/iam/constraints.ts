/**
 * IAM's own way to refuse an input that breaks its model: values are not repeated, a list of texts is told as a whole,
 * and some forms have a sentence of their own. Texts: recorded by LocalStack (test_iam_roles.py, 2026-02).
 */
import type { Constraint } from "../model/constraints.ts";
import { validationError } from "./errors.ts";

/** A constraint with a form that IAM demands in a sentence of its own. */
export interface IamConstraint extends Constraint {
  readonly form?: { readonly pattern: RegExp; readonly sentence: string };
}

export type IamConstraints = Readonly<Record<string, IamConstraint>>;

/** Throws ValidationError. */
export function checkIamConstraints(constraints: IamConstraints, input: object): void {
  const problems = problemsOf(input, constraints, "");
  if (problems.length > 0) {
    const errors = problems.length === 1 ? "error" : "errors";
    throw validationError(`${problems.length} validation ${errors} detected: ${problems.join("; ")}`);
  }
  for (const [member, { form }] of Object.entries(constraints)) {
    const value = (input as Record<string, unknown>)[member];
    if (form !== undefined && typeof value === "string" && !form.pattern.test(value)) {
      throw validationError(form.sentence);
    }
  }
}

function problemsOf(input: object, constraints: IamConstraints, path: string): readonly string[] {
  return Object.entries(constraints).flatMap(([member, constraint]) => {
    const value = (input as Record<string, unknown>)[member];
    return valueProblems(value, constraint, `${path}${member.charAt(0).toLowerCase()}${member.slice(1)}`);
  });
}

function valueProblems(value: unknown, constraint: Constraint, path: string): readonly string[] {
  const own = demandsOf(constraint)
    .filter((demand) => !demand.fits(value))
    .map((demand) => failed(path, demand.text));
  if (own.length > 0 || value === undefined) return own;
  if (Array.isArray(value) && constraint.each !== undefined) return itemProblems(value, constraint.each, path);
  return constraint.members === undefined ? [] : problemsOf(value as object, constraint.members, `${path}.`);
}

function itemProblems(items: readonly unknown[], each: Constraint, path: string): readonly string[] {
  const { members } = each;
  if (members !== undefined) {
    return items.flatMap((item, at) => problemsOf(item as object, members, `${path}.${at + 1}.member.`));
  }
  const demands = demandsOf({ ...each, required: true });
  if (items.every((item) => demands.every((demand) => demand.fits(item)))) return [];
  return [failed(path, `Member must satisfy constraint: [${demands.map(({ text }) => text).join(", ")}]`)];
}

interface Demand {
  readonly text: string;
  readonly fits: (value: unknown) => boolean;
}

/** In the order in which IAM lists them. */
function demandsOf({ maxLength, minLength, max, min, pattern, values, required }: Constraint): readonly Demand[] {
  const demands: Demand[] = [];
  const add = (text: string, fits: (value: NonNullable<unknown>) => boolean) =>
    demands.push({
      text: `Member must ${text}`,
      fits: (value) => value === undefined || value === null || fits(value),
    });
  if (maxLength !== undefined) {
    add(`have length less than or equal to ${maxLength}`, (value) => lengthOf(value) <= maxLength);
  }
  if (minLength !== undefined) {
    add(`have length greater than or equal to ${minLength}`, (value) => lengthOf(value) >= minLength);
  }
  if (max !== undefined) add(`have value less than or equal to ${max}`, (value) => Number(value) <= max);
  if (min !== undefined) add(`have value greater than or equal to ${min}`, (value) => Number(value) >= min);
  if (pattern !== undefined) {
    add(`satisfy regular expression pattern: ${pattern}`, (value) => wholeMatch(pattern).test(String(value)));
  }
  if (values !== undefined) {
    add(`satisfy enum value set: [${values.join(", ")}]`, (value) => values.includes(String(value)));
  }
  if (required) {
    demands.push({ text: "Member must not be null", fits: (value) => value !== undefined && value !== null });
  }
  return demands;
}

function lengthOf(value: NonNullable<unknown>): number {
  return typeof value === "string" || Array.isArray(value) ? value.length : 0;
}

function failed(path: string, demand: string): string {
  return `Value at '${path}' failed to satisfy constraint: ${demand}`;
}

const compiled = new Map<string, RegExp>();

function wholeMatch(pattern: string): RegExp {
  let made = compiled.get(pattern);
  if (made === undefined) {
    made = new RegExp(`^(?:${pattern})$`, "u");
    compiled.set(pattern, made);
  }
  return made;
}
