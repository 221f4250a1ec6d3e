import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { makeFolders } from "./folders.ts";
import { configFile } from "./init/config.ts";
import type { InitFile } from "./init/init-file.ts";
import { scenarioFile, testFile } from "./init/scenario.ts";
import { workflowFile } from "./init/workflow.ts";
import { writeNewFile } from "./output-file.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

const files: readonly InitFile[] = [scenarioFile, testFile, configFile, workflowFile];

/**
 * Writes a first scenario with its test, a configuration and a workflow, and says what to do next. All or nothing: rejects
 * with a `UsageError` where one is there already or cannot be written.
 */
export async function initCommand(folder: string, { stdout }: Streams): Promise<void> {
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  const there = files.map(({ path }) => path).filter((path) => existsSync(join(folder, path)));
  if (there.length > 0) {
    throw new UsageError(
      `nothing was written, for there is already ${there.join(", ")}: rename or remove, and run it again`,
    );
  }
  await writeAll(folder);
  stdout.write(`${files.map(({ path }) => `wrote  ${path}`).join("\n")}\n\n${await nextSteps(folder)}`);
}

async function writeAll(folder: string): Promise<void> {
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      const file = resolve(folder, path);
      await makeFolders(dirname(file));
      await writeNewFile(file, text);
      written.push(file);
    }
  } catch (error) {
    await Promise.all(written.map((file) => rm(file, { force: true })));
    throw new UsageError(`nothing was written: ${(error as Error).message}`);
  }
}

async function nextSteps(folder: string): Promise<string> {
  const isModule = await readFile(join(folder, "package.json"), "utf8").then(
    (text) => (JSON.parse(text) as { readonly type?: unknown }).type === "module",
    () => false,
  );
  return [
    "Play it here, in the embedded AWS:",
    ...(isModule ? [] : ["  npm pkg set type=module"]),
    "  npm install --save-dev --ignore-scripts firehose-crosscheck vitest",
    `  npx crosscheck run ${scenarioFile.path}`,
    `  npx vitest run ${testFile.path}`,
    "",
    "Play it in two sandbox accounts of AWS:",
    "  deploy node_modules/firehose-crosscheck/infra/sandbox-roles.yaml in both, with CAPABILITY_NAMED_IAM",
    `  write the accounts' ids and region into ${configFile.path}, and give yourself its two profiles`,
    `  npx crosscheck run ${scenarioFile.path} --target aws`,
    `  set the variables that ${workflowFile.path} names, and it does so each night`,
    "",
  ].join("\n");
}
