import { runProgram } from "../../cli/program.ts";
import { capture } from "../support/streams.ts";

export interface RehearsalOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RehearseSettings {
  readonly speed?: number;
  readonly throttledPercent?: number;
  /** Whose accounts, regions and limits are taken. */
  readonly configFile?: string;
}

/**
 * At some hundreds, what a machine does between two waits takes longer than AWS lets it: 240 passes on an idle machine with
 * two cores, 600 does not, for the AWS CLI takes seconds to start, and clients half a second to answer.
 */
export const usualSpeed = 120;

/** `crosscheck run --target aws --rehearse` of scenarios, all unless named, with delays of 10 s and 5 % of the calls throttled. */
export async function rehearse(
  names: readonly string[] = [],
  { speed = usualSpeed, throttledPercent = 5, configFile }: RehearseSettings = {},
): Promise<RehearsalOutcome> {
  const streams = capture();
  const exitCode = await runProgram(
    [
      ...["run", "--target", "aws", "--rehearse", "--strict", ...names],
      ...(configFile === undefined ? [] : ["--config", configFile]),
      ...["--speed", String(speed), "--throttle", String(throttledPercent), "--iam-propagation", "10s"],
    ],
    streams,
  );
  return { exitCode, ...streams.written() };
}
