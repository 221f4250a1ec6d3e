import { join } from "node:path";
import type { OpenTargetSettings } from "../harness/targets/index.ts";
import { durationMs } from "./duration.ts";
import { UsageError } from "./usage-error.ts";
import { wholeNumber } from "./whole-number.ts";

/** Of `--target aws`. */
export interface AwsOptions {
  readonly target: string;
  readonly config?: string;
  readonly plan?: boolean;
  readonly rehearse?: boolean;
  /** With `rehearse`, as the next ones. */
  readonly speed?: string;
  readonly throttle?: string;
  readonly iamPropagation?: string;
}

/** Throws a `UsageError` where options do not go together. */
export function awsSettings(options: AwsOptions): Pick<OpenTargetSettings, "configFile" | "rehearsal"> {
  const { target, config, plan = false, rehearse = false, speed, throttle, iamPropagation } = options;
  const ofRehearsals = { "--speed": speed, "--throttle": throttle, "--iam-propagation": iamPropagation };
  const given = (flag: boolean) => (flag ? "" : undefined);
  refuseUnless(target === "aws", "--target aws", {
    "--config": config,
    "--plan": given(plan),
    "--rehearse": given(rehearse),
  });
  if (plan && rehearse) throw new UsageError("--plan says what would be done on AWS, and --rehearse does it elsewhere");
  refuseUnless(rehearse, "--rehearse", ofRehearsals);
  if (!rehearse) return { configFile: config };
  return {
    configFile: config,
    rehearsal: {
      program: [process.execPath, main],
      speed: wholeNumber("--speed", speed, 1000, 1) ?? 60,
      throttledPercent: wholeNumber("--throttle", throttle, 100),
      iamPropagationMs: durationOf("--iam-propagation", iamPropagation),
    },
  };
}

/** TypeScript in a checkout, JavaScript once built. */
const main = join(import.meta.dirname, import.meta.filename.endsWith(".ts") ? "main.ts" : "main.js");

function refuseUnless(isGiven: boolean, needed: string, options: Readonly<Record<string, string | undefined>>): void {
  for (const [option, value] of Object.entries(options)) {
    if (!isGiven && value !== undefined) throw new UsageError(`${option} goes with ${needed}, which is not given`);
  }
}

function durationOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = durationMs(text);
  if (ms === undefined) throw new UsageError(`${option} must be a duration such as 4s or 500ms, got \`${text}\``);
  return ms;
}
