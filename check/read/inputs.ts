import { stat } from "node:fs/promises";
import { InputError } from "../input-error.ts";
import { emptyPart, type Part } from "../part.ts";
import { Unknowns } from "../unknown/unknown.ts";
import { decodedText } from "./bounded-file.ts";
import { cdkReader } from "./cdk.ts";
import { fileReader, readPolicyFiles } from "./file-reader.ts";
import { isManifestFolder, manifestName, readFolder } from "./folder.ts";
import { filesToCheckIn } from "./folder-of-files.ts";
import type { GivenInput, InputReader, ReadSettings } from "./input-reader.ts";
import { manifestOfPolicies } from "./policies/read.ts";
import type { SavedManifest } from "./policies/save.ts";
import { isSnapshot, readSnapshot } from "./snapshot.ts";

export type { GivenAccount, InputReader, ReadSettings } from "./input-reader.ts";

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

export const inputReaders: readonly InputReader[] = [folderReader, cdkReader, snapshotReader, fileReader];

/** The parts that the inputs say, whatever form each has. Rejects with an `InputError`. */
export async function readInputs(inputs: readonly string[], settings: ReadSettings = {}): Promise<readonly Part[]> {
  const byReader = new Map<InputReader, GivenInput[]>();
  for (const input of inputs) {
    for (const { reader, given } of await readersFor(await givenInput(input, settings))) {
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
  const given = await Promise.all(inputs.map(async (input) => readersFor(await givenInput(input, settings))));
  const other = given.flat().find(({ reader }) => reader !== fileReader);
  if (other !== undefined) {
    throw new InputError({ file: other.given.path }, "is no policy", "only what bare policies describe is saved");
  }
  return manifestOfPolicies(await readPolicyFiles(given.flat().map((each) => each.given)), settings);
}

async function givenInput(input: string, { standardInput }: ReadSettings): Promise<GivenInput> {
  const [, side, rest] = /^([AB])=(.+)$/s.exec(input) ?? [];
  const path = rest ?? input;
  const ofSide = side === undefined ? {} : { side: side as "A" | "B" };
  if (path !== "-" || standardInput === undefined) return { path, ...ofSide };
  return { path: "standard input", text: decodedText(await standardInput(), "standard input"), ...ofSide };
}

interface Taken {
  readonly reader: InputReader;
  readonly given: GivenInput;
}

/** Who reads the input; of a folder that is none of the forms, who reads each of the files in it that can be checked. */
async function readersFor(input: GivenInput): Promise<readonly Taken[]> {
  const { path } = input;
  if (input.text !== undefined) return [{ reader: fileReader, given: input }];
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new InputError({ file: path }, "is not there", "check the name");
  for (const reader of inputReaders) if (await reader.fits(input)) return [{ reader, given: input }];
  const files = found.isDirectory() ? await filesToCheckIn(path) : [];
  if (files.length > 0) return files.map((file) => ({ reader: fileReader, given: { ...input, path: file } }));
  const forms = inputReaders.map(({ form }) => form).join(", or ");
  const file = path === "." ? "the working directory" : path;
  throw new InputError({ file }, "is nothing that can be checked", `give ${forms}`);
}
