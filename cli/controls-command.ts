import { writeFile } from "node:fs/promises";
import { measureControls } from "../harness/controls/measure.ts";
import { controlsText } from "../report/controls.ts";
import { withTarget } from "./open-target.ts";
import type { Streams } from "./program.ts";
import { UsageError } from "./usage-error.ts";

export interface ControlsOptions {
  readonly target: string;
  readonly json?: string;
}

/** Measures and tells; that a control does not hold is an answer and no failure. */
export async function controlsCommand(options: ControlsOptions, streams: Streams): Promise<void> {
  const measurement = await withTarget(options.target, streams, (target) => measureControls(target));
  streams.stdout.write(controlsText(options.target, measurement, streams.stdout));
  if (options.json === undefined) return;
  const data = { format: "firehose-crosscheck/controls/1", target: options.target, ...measurement };
  await writeFile(options.json, `${JSON.stringify(data, undefined, 2)}\n`).catch((error: Error) => {
    throw new UsageError(`the measurement cannot be written: ${error.message}`);
  });
}
