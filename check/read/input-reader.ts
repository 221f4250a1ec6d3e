import type { Part } from "../part.ts";
import type { Decisions } from "../undecided.ts";
import type { Unknowns } from "../unknown/unknown.ts";

/** Reads one form of input. */
export interface InputReader {
  /** As messages list it. */
  readonly form: string;
  /** Whether the input has this form; looks, but does not judge it. */
  fits(input: GivenInput): Promise<boolean>;
  /** All inputs of this form together, for they may refer to each other. Rejects with an `InputError`. */
  read(inputs: readonly GivenInput[], settings: ReadingSettings): Promise<readonly Part[]>;
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
  /** What the stacks are deployed as, where that is said. */
  readonly stackNames?: { readonly A?: string; readonly B?: string };
  /** Names and ids of what a template or plan leaves to AWS, as deployed: by logical id or address, `A:` or `B:` before it. */
  readonly physicalIds?: Readonly<Record<string, string>>;
  /** Told of each value that an input declares to be secret, before anything of it is told. */
  readonly learnSecret?: (value: string) => void;
  /** Names of a delivery that bare policies are about, where no ARN in them has these. */
  readonly names?: {
    readonly role?: string;
    readonly bucket?: string;
    readonly dataStream?: string;
    readonly deliveryStream?: string;
  };
  /** How conditions turn out that rest on what is unknown. */
  readonly decisions?: Decisions;
  /** Texts of inputs that are no files, by what the command line calls them: `-`, or the folder that was planned. */
  readonly texts?: ReadonlyMap<string, InputText>;
}

/** What an input holds that is no file. */
export interface InputText {
  /** As messages call it: `standard input`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Settings, with where the inputs that are read together note what they do not say. */
export interface ReadingSettings extends ReadSettings {
  readonly unknowns: Unknowns;
  /** There are inputs of other forms beside these. */
  readonly areOthersGiven?: boolean;
  /** What inputs of other forms put out, by name: for parameters of these. */
  readonly outputsBeside?: ReadonlyMap<string, string>;
}

export interface GivenAccount {
  readonly id?: string;
  readonly region?: string;
}
