/** What a target can and cannot prove, as text. */
import type { ControlResult, Finding, Measurement } from "../harness/result.ts";
import { durationText } from "./duration.ts";
import { type Colour, type Output, painter } from "./output.ts";
import { oneLine } from "./printable.ts";

const signs: Readonly<Record<Finding["kind"], readonly [sign: string, colour: Colour]>> = {
  holds: ["✓", "green"],
  fails: ["✗", "yellow"],
  "not-measured": ["?", "yellow"],
};

/** What leans on these is inconclusive. */
export function unreliableControls({ controls }: Measurement): readonly ControlResult[] {
  return controls.filter(({ finding }) => finding.kind !== "holds");
}

/** One control a line, with what was observed where it does not hold. */
export function controlsText(target: string, measurement: Measurement, output: Output): string {
  const paint = painter(output);
  const { controls, durationMs, leftBehind } = measurement;
  const width = Math.max(...controls.map(({ name }) => name.length));
  const lines = controls.map(({ name, title, finding }) => {
    const [sign, colour] = signs[finding.kind];
    return `${paint(colour, sign)} ${name.padEnd(width)}  ${oneLine(finding.kind === "holds" ? title : observation(finding))}`;
  });
  const held = controls.length - unreliableControls(measurement).length;
  const summary = `${held} of ${controls.length} controls hold on ${target}, measured in ${durationText(durationMs)}`;
  return [...lines, ...leftBehind.map(({ short }) => `${paint("red", "✗")} ${oneLine(short)}`), summary, ""].join("\n");
}

/** What was seen instead of what AWS does. */
export function observation(finding: Exclude<Finding, { readonly kind: "holds" }>): string {
  return finding.kind === "fails" ? finding.observed : `not measured: ${finding.because}`;
}
