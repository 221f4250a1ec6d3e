import { controls } from "../../harness/index.ts";
import type { Finding, Measurement } from "../../harness/result.ts";
import { observation } from "../../report/controls.ts";
import type { MissingParty } from "./party.ts";

export interface MeasuredTarget {
  readonly name: string;
  /** Version, and where it comes from. */
  readonly version: string;
  readonly measurement: Measurement;
}

const words: Readonly<Record<Finding["kind"], string>> = { holds: "yes", fails: "**no**", "not-measured": "?" };

/** `docs/targets.md`: what each target can prove, by a measurement. */
export function targetsPage(
  targets: readonly MeasuredTarget[],
  missing: readonly MissingParty[],
  measuredAt: Date,
): string {
  const findingOf = ({ measurement }: MeasuredTarget, control: string) =>
    measurement.controls.find(({ name }) => name === control)?.finding;
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const table = [
    row(["Control: what AWS does", ...targets.map(({ name }) => name)]),
    row(["---", ...targets.map(() => "---")]),
    ...controls.map(({ name, title }) =>
      row([
        `${title} (\`${name}\`)`,
        ...targets.map((target) => {
          const finding = findingOf(target, name);
          return finding === undefined ? "?" : words[finding.kind];
        }),
      ]),
    ),
  ];
  const sections = targets.flatMap((target) => {
    const { name, version, measurement } = target;
    const lines = measurement.controls.flatMap(({ name: control, finding }) =>
      finding.kind === "holds" ? [] : [`- \`${control}\`: ${observation(finding)}`],
    );
    return [
      `## ${name}`,
      "",
      `${version}. Measured in ${Math.round(measurement.durationMs)} ms, after a first time that warmed it up.`,
      "",
      ...(lines.length === 0 ? ["Every control holds."] : ["What was seen instead of what AWS does:", "", ...lines]),
      "",
    ];
  });
  return [
    "# What each target can prove",
    "",
    `Written by \`npm run docs:targets\` from a measurement on ${measuredAt.toISOString().slice(0, 10)}; measure yours with`,
    "`npx crosscheck controls --target <name or URL>`.",
    "",
    "A control is a small scenario whose right answer on AWS is known. Where a target gives another answer, a check that",
    "leans on it could not fail there, so its verdict is *inconclusive*, with what was seen; a scenario that proves nothing",
    'without it is not played. "no" is therefore a limit of what a green run on that target says, and "?" was not measured.',
    "",
    "LocalStack's image is pinned to `localstack/localstack:4.14.0`, the last that starts without an auth token. A newer one",
    "(`LOCALSTACK_IMAGE`) needs `LOCALSTACK_AUTH_TOKEN`, which is passed on to the container; without it the container ends at",
    "its start, and the run says so with the last lines that it logged. Any other emulator is measured by its URL.",
    "",
    "A target that cannot create a delivery stream is asked once more, alone, and then no more: what needs one is *inconclusive*",
    "there, not red. How long the first one takes decides how many are created side by side.",
    "",
    ...table,
    "",
    ...sections,
    ...(missing.length === 0
      ? []
      : ["## Not measured", "", ...missing.map(({ name, reason }) => `- ${name}: ${reason}`), ""]),
  ].join("\n");
}
