import { type Constraint, checkConstraints } from "../model/constraints.ts";
import { validationError } from "./errors.ts";

/** A constraint with a form that IAM demands in a sentence of its own. */
export interface IamConstraint extends Constraint {
  readonly form?: { readonly pattern: RegExp; readonly sentence: string };
}

export type IamConstraints = Readonly<Record<string, IamConstraint>>;

/** Throws ValidationError where the input breaks its model. */
export function checkIamConstraints(constraints: IamConstraints, input: object): void {
  checkConstraints(constraints, input, "ValidationError");
  for (const [member, { form }] of Object.entries(constraints)) {
    const value = (input as Record<string, unknown>)[member];
    if (form !== undefined && typeof value === "string" && !form.pattern.test(value)) {
      throw validationError(form.sentence);
    }
  }
}
