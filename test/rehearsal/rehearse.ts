import { runProgram } from "../../cli/program.ts";
import { capture } from "../support/streams.ts";

export interface RehearsalOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * How fast a rehearsal's clock can run before what a machine does between two waits takes longer than AWS lets it: the AWS
 * CLI alone takes seconds of this machine's to start.
 */
export const usualSpeed = 120;

/** `crosscheck run --target aws --rehearse` of scenarios, all unless named, with delays of 10 s and 5 % of the calls throttled. */
export async function rehearse(
  names: readonly string[] = [],
  { speed = usualSpeed, throttledPercent = 5 }: { readonly speed?: number; readonly throttledPercent?: number } = {},
): Promise<RehearsalOutcome> {
  const streams = capture();
  const exitCode = await runProgram(
    [
      ...["run", "--target", "aws", "--rehearse", "--strict", ...names],
      ...["--speed", String(speed), "--throttle", String(throttledPercent), "--iam-propagation", "10s"],
    ],
    streams,
  );
  return { exitCode, ...streams.written() };
}
