import type { Configuration } from "../check/configuration.ts";
import { InputError } from "../check/input-error.ts";
import { merge } from "../check/merge.ts";
import { MissingError, optionsOf } from "../check/missing.ts";
import type { Part } from "../check/part.ts";
import { definedOnly } from "../check/read/given.ts";
import { type InputText, manifestOf, type ReadSettings, readInputs } from "../check/read/inputs.ts";
import type { SavedManifest } from "../check/read/policies/save.ts";
import { locationText } from "../check/source.ts";
import { type Decisions, readEachWay } from "../check/undecided.ts";
import { knownSecrets } from "../harness/redaction/known-secrets.ts";
import { fault } from "./check-failure.ts";
import { textsOf } from "./input-texts.ts";
import { UsageError } from "./usage-error.ts";

/** What the command line says of the inputs of `check` and its relatives. */
export interface InputOptions {
  /** Files and folders, `-` for the standard input; none: the working directory. */
  readonly inputs: readonly string[];
  /** The words that the program was called with, for messages that complete them. */
  readonly argv?: readonly string[];
  readonly deliveryStream?: string;
  /** The bucket that it delivers to, where several are described. */
  readonly bucket?: string;
  /** Name or ARN of the role that bare policies are about. */
  readonly role?: string;
  /** Name or ARN of the data stream that bare policies are about. */
  readonly dataStream?: string;
  readonly accountA?: string;
  readonly accountB?: string;
  readonly regionA?: string;
  readonly regionB?: string;
  /** `NAME=VALUE` */
  readonly parameter?: readonly string[];
  /** `A=NAME` */
  readonly stackName?: readonly string[];
  /** `ID=NAME` */
  readonly physicalId?: readonly string[];
  /** `A=PATH` */
  readonly organizationPath?: readonly string[];
  /** What inputs hold that are no files; standard input is read unless given. */
  readonly texts?: ReadonlyMap<string, InputText>;
}

/** Reads the inputs into one configuration. Rejects with a `UsageError` where they cannot be used. */
export async function configurationOf(options: InputOptions): Promise<Configuration> {
  const settings = await withTexts(options);
  const given = givenInputs(options);
  return mergedFrom((decisions) => readInputs(given, { ...settings, decisions }), options);
}

/** The working directory, where none is given. */
export function givenInputs({ inputs }: InputOptions): readonly string[] {
  return inputs.length === 0 ? ["."] : inputs;
}

async function withTexts(options: InputOptions): Promise<ReadSettings> {
  return { ...readSettings(options), texts: options.texts ?? (await textsOf(options.inputs)) };
}

export function isStandardInput(input: string): boolean {
  return /^(?:[AB]=)?-$/.test(input);
}

type MergeOptions = Pick<InputOptions, "argv" | "deliveryStream" | "bucket" | "accountB" | "organizationPath">;

/** One configuration out of what is read. Rejects with a `UsageError`. */
export async function mergedFrom(
  read: (decisions: Decisions) => Promise<readonly Part[]>,
  { argv = [], deliveryStream, bucket, accountB, organizationPath }: MergeOptions,
): Promise<Configuration> {
  const organizationPaths = bySide("--organization-path", organizationPath);
  for (const path of Object.values(organizationPaths)) {
    if (!/^o-[a-z0-9]{10,32}\/r-[a-z0-9]{4,32}\/(?:ou-[a-z0-9-]+\/)*$/.test(path)) {
      throw new UsageError(`--organization-path must be a path such as o-exampleorg1/r-ab12/, got \`${path}\``);
    }
  }
  try {
    const choice = { deliveryStream, bucket, accountB, organizationPaths };
    return await readEachWay(async (decisions) => merge(await read(decisions), choice));
  } catch (error) {
    throw asUsageError(error, argv);
  }
}

/** What bare policies describe, as a `crosscheck.json`. Rejects with a `UsageError`. */
export async function manifestToSave(options: InputOptions): Promise<SavedManifest> {
  try {
    return await manifestOf(givenInputs(options), await withTexts(options));
  } catch (error) {
    throw asUsageError(error, options.argv ?? []);
  }
}

function asUsageError(error: unknown, argv: readonly string[]): UsageError {
  if (error instanceof UsageError) return error;
  if (error instanceof MissingError) return completed(error, argv);
  return error instanceof InputError ? new UsageError(error.message) : fault("the input could not be read", error);
}

/** What is missing, with the command line that says it. */
function completed({ location, problem, missing }: MissingError, argv: readonly string[]): UsageError {
  const line = ["crosscheck", ...argv.map(quoted), optionsOf(missing)].join(" ");
  const others = missing.flatMap(({ otherwise }) => (otherwise === undefined ? [] : `; or give ${otherwise}`));
  return new UsageError(`${locationText(location)}: ${problem}; run`, { toCopy: `${line}${others.join("")}` });
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function readSettings(options: InputOptions): ReadSettings {
  const { accountA, accountB, regionA, regionB, parameter, stackName, physicalId } = options;
  const { role, bucket, dataStream, deliveryStream } = options;
  return {
    learnSecret: (value) => knownSecrets.add(value),
    names: definedOnly({ role, bucket, dataStream, deliveryStream }),
    accountA: { id: accountA, region: regionA },
    accountB: { id: accountB, region: regionB },
    parameters: byName("--parameter", parameter),
    stackNames: bySide("--stack-name", stackName),
    physicalIds: byName("--physical-id", physicalId),
  };
}

function byName(option: string, given: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf("=");
      if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
      throw new UsageError(`${option} must be NAME=VALUE, got \`${text}\``);
    }),
  );
}

function bySide(option: string, given: readonly string[] = []): { readonly A?: string; readonly B?: string } {
  const all = byName(option, given);
  const other = Object.keys(all).find((name) => name !== "A" && name !== "B");
  if (other === undefined) return all;
  throw new UsageError(`${option} must be A=VALUE or B=VALUE, got \`${other}=${all[other]}\``);
}
