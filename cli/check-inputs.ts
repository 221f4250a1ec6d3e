import type { Configuration } from "../check/configuration.ts";
import { InputError } from "../check/input-error.ts";
import { merge } from "../check/merge.ts";
import type { Part } from "../check/part.ts";
import { type InputText, type ReadSettings, readInputs } from "../check/read/inputs.ts";
import { type Decisions, readEachWay } from "../check/undecided.ts";
import { textsOf } from "./input-texts.ts";
import { UsageError } from "./usage-error.ts";

/** What the command line says of the inputs of `check` and its relatives. */
export interface InputOptions {
  readonly inputs: readonly string[];
  readonly deliveryStream?: string;
  /** The bucket that it delivers to, where several are described. */
  readonly bucket?: string;
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
  const texts = options.texts ?? (await textsOf(options.inputs));
  const settings = { ...readSettings(options), texts };
  return mergedFrom((decisions) => readInputs(options.inputs, { ...settings, decisions }), options);
}

type MergeOptions = Pick<InputOptions, "deliveryStream" | "bucket" | "accountB" | "organizationPath">;

/** One configuration out of what is read. Rejects with a `UsageError`. */
export async function mergedFrom(
  read: (decisions: Decisions) => Promise<readonly Part[]>,
  { deliveryStream, bucket, accountB, organizationPath }: MergeOptions,
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
    if (error instanceof InputError) throw new UsageError(error.message);
    throw error;
  }
}

function readSettings(options: InputOptions): ReadSettings {
  const { accountA, accountB, regionA, regionB, parameter, stackName, physicalId } = options;
  return {
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
