import type { Configuration } from "../check/configuration.ts";
import { InputError } from "../check/input-error.ts";
import { merge } from "../check/merge.ts";
import type { Part } from "../check/part.ts";
import { type ReadSettings, readInputs } from "../check/read/inputs.ts";
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
}

/** Reads the inputs into one configuration. Rejects with a `UsageError` where they cannot be used. */
export async function configurationOf(options: InputOptions): Promise<Configuration> {
  return mergedFrom(() => readInputs(options.inputs, readSettings(options)), options);
}

/** One configuration out of what is read. Rejects with a `UsageError`. */
export async function mergedFrom(
  read: () => Promise<readonly Part[]>,
  { deliveryStream, bucket, accountB }: Pick<InputOptions, "deliveryStream" | "bucket" | "accountB">,
): Promise<Configuration> {
  try {
    return merge(await read(), { deliveryStream, bucket, accountB });
  } catch (error) {
    if (error instanceof InputError) throw new UsageError(error.message);
    throw error;
  }
}

function readSettings({ accountA, accountB, regionA, regionB, parameter = [] }: InputOptions): ReadSettings {
  return {
    accountA: { id: accountA, region: regionA },
    accountB: { id: accountB, region: regionB },
    parameters: Object.fromEntries(parameter.map(nameAndValue)),
  };
}

function nameAndValue(text: string): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new UsageError(`--parameter must be NAME=VALUE, got \`${text}\``);
}
