import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { didYouMean } from "../harness/nearest.ts";
import type { Scenario } from "../harness/scenario.ts";
import { scenarios } from "../scenarios/index.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Those named, in the order of the names, each once; all that come with the package where none is. What ends like a module
 * (`scenarios/first.ts`) is a file, and stands for the scenarios that it exports. Rejects with a `UsageError`.
 */
export async function chooseScenarios(names: readonly string[]): Promise<readonly Scenario[]> {
  if (names.length === 0) return scenarios;
  const found = await Promise.all(names.map((name) => (isFile(name) ? scenariosIn(name) : scenariosNamed(name))));
  const chosen = [...new Set(found.flat())];
  const twice = chosen.find(({ name }, at) => chosen.findIndex((each) => each.name === name) !== at);
  if (twice !== undefined) throw new UsageError(`two scenarios are called \`${twice.name}\`: give one another name`);
  return chosen;
}

function isFile(name: string): boolean {
  return /\.[cm]?[jt]s$/.test(name);
}

function scenariosNamed(name: string): readonly Scenario[] {
  const found = scenarios.filter((each) => each.name === name || each.name.startsWith(`${name}/`));
  if (found.length > 0) return found;
  const families = scenarios.flatMap((each) => (each.name.includes("/") ? [each.name.replace(/\/.*/, "")] : []));
  const known = [...new Set([...families, ...scenarios.map((each) => each.name)])];
  throw new UsageError(`unknown scenario \`${name}\`: ${didYouMean(name, known)}`);
}

async function scenariosIn(file: string): Promise<readonly Scenario[]> {
  const url = pathToFileURL(resolve(file)).href;
  const module: Readonly<Record<string, unknown>> = await import(url).catch((error: Error) => {
    throw new UsageError(`${file} cannot be loaded: ${error.message}`);
  });
  const found = Object.values(module).flat().filter(isScenario);
  if (found.length > 0) return found;
  throw new UsageError(`${file} exports no scenario: write \`export const arrives = scenario({ … })\``);
}

/** Made by this package's `scenario`, perhaps by another copy of it. */
function isScenario(value: unknown): value is Scenario {
  if (typeof value !== "object" || value === null) return false;
  const { name, title, play, unplayable } = value as Partial<Scenario>;
  return (
    typeof name === "string" &&
    typeof title === "string" &&
    typeof play === "function" &&
    typeof unplayable === "function"
  );
}
