import type { Change } from "../files.ts";

/** What is added to an input and has no part in its delivery. */
export interface Bystander {
  /** As half a sentence. */
  readonly is: string;
  readonly to: Change;
}

export const trust = (service: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
});
export const allowing = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource, ...more }],
});
