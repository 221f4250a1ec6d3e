import { reportedAccess } from "../check/access/reported.ts";
import { accessText } from "../report/access-text.ts";
import { configurationOf, type InputOptions } from "./check-inputs.ts";
import { writeOutputFile } from "./output-file.ts";
import type { Streams } from "./program.ts";
import { UsageError } from "./usage-error.ts";

export interface AccessOptions extends InputOptions {
  readonly json?: string;
  /** With the reason of each answer. */
  readonly why?: boolean;
}

/** Exit code: 0 where there is an answer, 1 where nothing is delivered that could be reached. */
export async function accessCommand(options: AccessOptions, { stdout, stderr }: Streams): Promise<number> {
  const access = await reportedAccess(await configurationOf(options));
  if ("kind" in access) {
    const because = access.refused === undefined ? "" : `: ${access.refused.call}: ${access.refused.message}`;
    stderr.write(`crosscheck: nothing is delivered that could be reached${because}; \`crosscheck check\` says why\n`);
    return 1;
  }
  stdout.write(accessText(access, options.why === true, stdout));
  if (options.json !== undefined) {
    const data = { format: "firehose-crosscheck/access/1", ...access };
    await writeOutputFile(options.json, `${JSON.stringify(data, undefined, 2)}\n`).catch((error: Error) => {
      throw new UsageError(`the answer cannot be written: ${error.message}`);
    });
  }
  return 0;
}
