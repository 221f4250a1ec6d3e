import { InputError } from "../input-error.ts";
import type { Part } from "../part.ts";
import { isManifestFolder, manifestName, readFolder } from "./folder.ts";

/** Reads one form of input. */
export interface InputReader {
  /** As messages list it. */
  readonly form: string;
  /** Whether the input has this form; looks, but does not judge it. */
  fits(input: string): Promise<boolean>;
  read(input: string, settings: ReadSettings): Promise<readonly Part[]>;
}

/** What the command line adds to the inputs. */
export interface ReadSettings {
  readonly accountA?: GivenAccount;
  readonly accountB?: GivenAccount;
  /** Values of a template's parameters, by name. */
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface GivenAccount {
  readonly id: string;
  readonly region?: string;
}

const folderReader: InputReader = {
  form: `a folder with ${manifestName}`,
  fits: isManifestFolder,
  read: async (input) => [await readFolder(input)],
};

export const inputReaders: readonly InputReader[] = [folderReader];

/** The parts that each input says, whatever form it has. Rejects with an `InputError`. */
export async function readInputs(inputs: readonly string[], settings: ReadSettings = {}): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const input of inputs) {
    const reader = await firstFitting(input);
    parts.push(...(await reader.read(input, settings)));
  }
  return parts;
}

async function firstFitting(input: string): Promise<InputReader> {
  for (const reader of inputReaders) if (await reader.fits(input)) return reader;
  const forms = inputReaders.map(({ form }) => form).join(", or ");
  throw new InputError({ file: input }, "is nothing that can be checked", `give ${forms}`);
}
