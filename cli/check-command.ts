import { check } from "../check/check.ts";
import { checkJson } from "../report/check-json.ts";
import { checkText } from "../report/check-text.ts";
import { configurationOf, type InputOptions } from "./check-inputs.ts";
import { writeOutputFile } from "./output-file.ts";
import type { Streams } from "./program.ts";
import { UsageError } from "./usage-error.ts";

export interface CheckOptions extends InputOptions {
  readonly json?: string;
  /** What is inconclusive counts as broken. */
  readonly strict?: boolean;
}

/** Exit code: 0 where it works, 1 where it is broken, or inconclusive with `strict`. Rejects with a `UsageError`. */
export async function checkCommand(options: CheckOptions, { stdout }: Streams): Promise<number> {
  const { json, strict } = options;
  const result = await check(await configurationOf(options));
  stdout.write(checkText(result, stdout));
  if (json !== undefined) {
    await writeOutputFile(json, checkJson(result)).catch((error: Error) => {
      throw new UsageError(`the result cannot be written: ${error.message}`);
    });
  }
  return result.verdict === "broken" || (strict === true && result.verdict === "inconclusive") ? 1 : 0;
}
