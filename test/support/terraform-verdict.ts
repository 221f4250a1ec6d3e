import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ReadSettings } from "../../check/read/inputs.ts";
import { judge } from "../../check/unknown/judge.ts";
import { readConfiguration } from "./read-configuration.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { TerraformPlan } from "./terraform-plan.ts";

/** The plan of account A. */
export const a = () => new TerraformPlan("a");
/** The plan of account B. */
export const b = () => new TerraformPlan("b");

interface Found {
  readonly verdict: string;
  readonly assumptions: readonly string[];
  readonly notChecked: readonly string[];
  readonly settledBy: readonly string[];
}

/** What comes of both plans: a verdict, or the message of why there is none. */
export async function found(
  ofA: TerraformPlan,
  ofB: TerraformPlan,
  settings: ReadSettings = {},
): Promise<Found | string> {
  using folder = temporaryFolder();
  const files = [ofA, ofB].map((plan, index) => {
    const file = join(folder.path, `${"ab"[index]}.json`);
    writeFileSync(file, plan.text);
    return file;
  });
  try {
    const configuration = await readConfiguration(files, settings);
    const { outcome } = await judge(configuration, { by: "direct" });
    return {
      verdict: outcome.kind,
      assumptions: configuration.assumptions.map(({ text }) => text.replaceAll(`${folder.path}/`, "")),
      notChecked: outcome.notChecked.map(({ what }) => what),
      settledBy: outcome.restsOn.map(({ settledBy }) => settledBy),
    };
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder.path}/`, "");
  }
}

export async function verdictOf(ofA: TerraformPlan, ofB: TerraformPlan, settings?: ReadSettings): Promise<string> {
  const outcome = await found(ofA, ofB, settings);
  return typeof outcome === "string" ? outcome : outcome.verdict;
}
