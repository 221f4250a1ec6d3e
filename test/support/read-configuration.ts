import type { Configuration } from "../../check/configuration.ts";
import { merge } from "../../check/merge.ts";
import { type ReadSettings, readInputs } from "../../check/read/inputs.ts";
import { readEachWay } from "../../check/undecided.ts";

/** Inputs as `check` reads them. */
export function readConfiguration(inputs: readonly string[], settings: ReadSettings = {}): Promise<Configuration> {
  return readEachWay(async (decisions) => merge(await readInputs(inputs, { ...settings, decisions })));
}
