import { controls } from "../harness/controls/index.ts";
import { measureControls } from "../harness/controls/measure.ts";
import { controlsText } from "../report/controls.ts";
import { withTarget } from "./open-target.ts";
import { writeOutputFile } from "./output-file.ts";
import type { Streams } from "./program.ts";
import { UsageError } from "./usage-error.ts";

export interface ControlsOptions {
  readonly target: string;
  readonly json?: string;
}

/** Measures and tells; that a control does not hold is an answer and no failure. Exit code: of an interruption, or 0. */
export async function controlsCommand(options: ControlsOptions, streams: Streams): Promise<number> {
  const { measurement, exitCode } = await withTarget(options.target, streams, async (target, interrupt) => ({
    measurement: await measureControls(target, controls, interrupt),
    exitCode: interrupt.exitCode ?? 0,
  }));
  streams.stdout.write(controlsText(options.target, measurement, streams.stdout));
  if (options.json === undefined) return exitCode;
  const data = { format: "firehose-crosscheck/controls/1", target: options.target, ...measurement };
  await writeOutputFile(options.json, `${JSON.stringify(data, undefined, 2)}\n`).catch((error: Error) => {
    throw new UsageError(`the measurement cannot be written: ${error.message}`);
  });
  return exitCode;
}
