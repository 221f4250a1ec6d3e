import { stat } from "node:fs/promises";
import { InputError } from "../input-error.ts";
import { emptyPart, type Part } from "../part.ts";
import { Unknowns } from "../unknown/unknown.ts";
import { cdkReader } from "./cdk.ts";
import { fileReader } from "./file-reader.ts";
import { isManifestFolder, manifestName, readFolder } from "./folder.ts";
import type { GivenInput, InputReader, ReadSettings } from "./input-reader.ts";
import { isSnapshot, readSnapshot } from "./snapshot.ts";
import { terraformFolderReader } from "./terraform-folder.ts";

export type { GivenAccount, InputReader, InputText, ReadSettings } from "./input-reader.ts";

const folderReader: InputReader = {
  form: `a folder with ${manifestName}`,
  fits: isManifestFolder,
  read: (inputs) => Promise.all(inputs.map(({ path }) => readFolder(path))),
};

const snapshotReader: InputReader = {
  form: "a snapshot of live accounts",
  fits: isSnapshot,
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
    const reader = settings.texts?.has(input.path) === true ? fileReader : await firstFitting(input);
    byReader.set(reader, [...(byReader.get(reader) ?? []), input]);
  }
  const unknowns = new Unknowns();
  const parts: Part[] = [];
  for (const [reader, given] of byReader) parts.push(...(await reader.read(given, { ...settings, unknowns })));
  return unknowns.all.length === 0 ? parts : [...parts, { ...emptyPart, unknowns: unknowns.all }];
}

export function givenInput(input: string): GivenInput {
  const [, side, path] = /^([AB])=(.+)$/s.exec(input) ?? [];
  return path === undefined ? { path: input } : { path, side: side as "A" | "B" };
}

async function firstFitting({ path }: GivenInput): Promise<InputReader> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere) throw new InputError({ file: path }, "is not there", "check the name");
  for (const reader of inputReaders) if (await reader.fits(path)) return reader;
  const forms = inputReaders.map(({ form }) => form).join(", or ");
  throw new InputError({ file: path }, "is nothing that can be checked", `give ${forms}`);
}
