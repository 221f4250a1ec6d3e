import type { Part } from "../part.ts";

/** Reads one form of input. */
export interface InputReader {
  /** As messages list it. */
  readonly form: string;
  /** Whether the input has this form; looks, but does not judge it. */
  fits(path: string): Promise<boolean>;
  /** All inputs of this form together, for they may refer to each other. Rejects with an `InputError`. */
  read(inputs: readonly GivenInput[], settings: ReadSettings): Promise<readonly Part[]>;
}

/** An input on the command line: `stack.yaml`, or `A=stack.yaml` where it does not show which account it is for. */
export interface GivenInput {
  readonly path: string;
  readonly side?: Side;
}

export type Side = "A" | "B";

/** What the command line adds to the inputs. */
export interface ReadSettings {
  readonly accountA?: GivenAccount;
  readonly accountB?: GivenAccount;
  /** Values of a template's parameters: by name, or by `A:name` and `B:name` where the two accounts' differ. */
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface GivenAccount {
  readonly id?: string;
  readonly region?: string;
}
