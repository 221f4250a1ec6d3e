import { type ReportedAccess, reportedAccess } from "../check/access/reported.ts";
import { accessText } from "../report/access-text.ts";
import { orNoVerdict } from "./check-failure.ts";
import { configurationOf, type InputOptions } from "./check-inputs.ts";
import type { Streams } from "./program.ts";
import { openReporters, type ResultForms } from "./reporters.ts";

export interface AccessOptions extends InputOptions {
  readonly json?: string;
  /** How it is told: `text`, `json=FILE`. */
  readonly reporter?: readonly string[];
  /** With the reason of each answer. */
  readonly why?: boolean;
}

/** How it can be told. */
const accessForms: ResultForms<ReportedAccess> = {
  texts: {
    text: async (access) => accessText(access, true, { write: () => true }),
    json: async (access) => `${JSON.stringify({ format: "firehose-crosscheck/access/1", ...access }, undefined, 2)}\n`,
  },
};

/** Exit code: 0 where there is an answer, 1 where nothing is delivered that could be reached. */
export async function accessCommand(options: AccessOptions, streams: Streams): Promise<number> {
  const { stdout, stderr } = streams;
  const { json, reporter = [] } = options;
  const all = [...reporter, ...(json === undefined ? [] : [`json=${json}`])];
  const reporters = await openReporters(all, accessForms, streams);
  const configuration = await configurationOf(options);
  const access = await orNoVerdict(() => reportedAccess(configuration));
  if ("kind" in access) {
    const because = access.refused === undefined ? "" : `: ${access.refused.call}: ${access.refused.message}`;
    stderr.write(`crosscheck: nothing is delivered that could be reached${because}; \`crosscheck check\` says why\n`);
    return 1;
  }
  if (reporters.isTextShown) stdout.write(accessText(access, options.why === true, stdout));
  await reporters.finish(access);
  return 0;
}
