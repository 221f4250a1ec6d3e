import type { Place } from "../tree.ts";
import type { Template } from "./template.ts";

/** What the templates of the two accounts put out, for parameters of each other. */
export interface OutputsOf {
  /** What `B.Outputs.LandingArn` stands for; undefined of any other text. Throws an `InputError` where there is no such output. */
  value(reference: string, at: Place): string | undefined;
  /** `A:LandingArn=B.Outputs.LandingArn`, for a parameter that is called as an output of the other account's is. */
  asParameter(template: Pick<Template, "side">, parameter: string): string | undefined;
}

/** Of templates that are read by themselves. */
export const noOutputs: OutputsOf = { value: () => undefined, asParameter: () => undefined };
