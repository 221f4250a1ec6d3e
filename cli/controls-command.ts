import { controls } from "../harness/controls/index.ts";
import { measureControls } from "../harness/controls/measure.ts";
import { controlsText } from "../report/controls.ts";
import { withTarget } from "./open-target.ts";
import { openOutputFile, standardOutput, writeOutputFile } from "./output-file.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

export interface ControlsOptions {
  readonly target: string;
  readonly json?: string;
}

/** Measures and tells; that a control does not hold is an answer and no failure. Exit code: of an interruption, or 0. */
export async function controlsCommand({ target, json }: ControlsOptions, streams: Streams): Promise<number> {
  if (json !== undefined && json !== standardOutput) await openOutputFile(json).catch(refused);
  const { measurement, exitCode } = await withTarget(target, streams, async (opened, interrupt) => ({
    measurement: await measureControls(opened, controls, interrupt),
    exitCode: interrupt.exitCode ?? 0,
  }));
  const text = `${JSON.stringify({ format: "firehose-crosscheck/controls/1", target, ...measurement }, undefined, 2)}\n`;
  if (json === standardOutput) streams.stdout.write(text);
  else streams.stdout.write(controlsText(target, measurement, streams.stdout));
  if (json !== undefined && json !== standardOutput) await writeOutputFile(json, text).catch(refused);
  return exitCode;
}

function refused(error: Error): never {
  throw new UsageError(`the measurement cannot be written: ${error.message}`);
}
