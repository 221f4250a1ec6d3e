import { stat } from "node:fs/promises";
import { InputError } from "../input-error.ts";
import { emptyPart, type Part } from "../part.ts";
import { Unknowns } from "../unknown/unknown.ts";
import { cdkReader } from "./cdk.ts";
import { fileReader, readPolicyFiles } from "./file-reader.ts";
import { isManifestFolder, manifestName, readFolder } from "./folder.ts";
import { filesToCheckIn } from "./folder-of-files.ts";
import type { GivenInput, InputReader, ReadSettings } from "./input-reader.ts";
import { manifestOfPolicies } from "./policies/read.ts";
import type { SavedManifest } from "./policies/save.ts";
import { isSnapshot, readSnapshot } from "./snapshot.ts";
import { terraformFolderReader } from "./terraform-folder.ts";

export type { GivenAccount, InputReader, InputText, ReadSettings } from "./input-reader.ts";

const folderReader: InputReader = {
  form: `a folder with ${manifestName}`,
  fits: ({ path }) => isManifestFolder(path),
  read: (inputs) => Promise.all(inputs.map(({ path }) => readFolder(path))),
};

const snapshotReader: InputReader = {
  form: "a snapshot of live accounts",
  fits: ({ path }) => isSnapshot(path),
  read: (inputs) => Promise.all(inputs.map(({ path }) => readSnapshot(path))),
};

export const inputReaders: readonly InputReader[] = [
  folderReader,
  cdkReader,
  terraformFolderReader,
  snapshotReader,
  fileReader,
];

/** The parts that the inputs say, whatever form each has. Rejects with an `InputError`. */
export async function readInputs(inputs: readonly string[], settings: ReadSettings = {}): Promise<readonly Part[]> {
  const byReader = new Map<InputReader, GivenInput[]>();
  for (const input of inputs.map(givenInput)) {
    for (const { reader, given } of await readersFor(input, settings)) {
      byReader.set(reader, [...(byReader.get(reader) ?? []), given]);
    }
  }
  const unknowns = new Unknowns();
  const parts: Part[] = [];
  const areOthersGiven = byReader.size > 1;
  for (const [reader, given] of byReader) {
    parts.push(...(await reader.read(given, { ...settings, unknowns, areOthersGiven })));
  }
  return unknowns.all.length === 0 ? parts : [...parts, { ...emptyPart, unknowns: unknowns.all }];
}

/** What bare policies describe, as the manifest that says it. Rejects with an `InputError`. */
export async function manifestOf(inputs: readonly string[], settings: ReadSettings = {}): Promise<SavedManifest> {
  const taken = (await Promise.all(inputs.map((input) => readersFor(givenInput(input), settings)))).flat();
  const other = taken.find(({ reader }) => reader !== fileReader);
  if (other !== undefined) {
    throw new InputError({ file: other.given.path }, "is no policy", "only what bare policies describe is saved");
  }
  const files = taken.map(({ given }) => given);
  return manifestOfPolicies(await readPolicyFiles(files, settings), settings);
}

export function givenInput(input: string): GivenInput {
  const [, side, path] = /^([AB])=(.+)$/s.exec(input) ?? [];
  return path === undefined ? { path: input } : { path, side: side as "A" | "B" };
}

interface Taken {
  readonly reader: InputReader;
  readonly given: GivenInput;
}

/** Who reads the input; of a folder that is none of the forms, who reads each of the files in it that can be checked. */
async function readersFor(input: GivenInput, { texts }: ReadSettings): Promise<readonly Taken[]> {
  const { path } = input;
  if (texts?.has(path) === true) return [{ reader: fileReader, given: input }];
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new InputError({ file: path }, "is not there", "check the name");
  for (const reader of inputReaders) if (await reader.fits(input)) return [{ reader, given: input }];
  const files = found.isDirectory() ? await filesToCheckIn(path) : [];
  if (files.length > 0) return files.map((file) => ({ reader: fileReader, given: { ...input, path: file } }));
  const forms = inputReaders.map(({ form }) => form).join(", or ");
  const file = path === "." ? "the working directory" : path;
  throw new InputError({ file }, "is nothing that can be checked", `give ${forms}`);
}
