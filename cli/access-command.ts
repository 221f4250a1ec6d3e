import { type ReportedAccess, reportedAccess } from "../check/access/reported.ts";
import { accessCsv } from "../report/access-csv.ts";
import { accessSarif } from "../report/access-sarif.ts";
import { accessText } from "../report/access-text.ts";
import { orNoVerdict } from "./check-failure.ts";
import { configurationOf, type InputOptions } from "./check-inputs.ts";
import { openReporters, type ResultForms } from "./reporters.ts";
import type { Streams } from "./streams.ts";
import { version } from "./version.ts";

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
    json: async (access) => `${JSON.stringify({ format: "firehose-crosscheck/access/2", ...access }, undefined, 2)}\n`,
    csv: async (access) => accessCsv(access),
    sarif: async (access) => accessSarif(access, { version, workingDirectory: process.cwd() }),
  },
};

/** Exit code 0: there is an answer, whatever it is. */
export async function accessCommand(options: AccessOptions, streams: Streams): Promise<number> {
  const { stdout } = streams;
  const { json, reporter = [] } = options;
  const all = [...reporter, ...(json === undefined ? [] : [`json=${json}`])];
  const reporters = await openReporters(all, accessForms, streams);
  const configuration = await configurationOf(options);
  const access = await orNoVerdict(() => reportedAccess(configuration, Date.now()));
  if (reporters.isTextShown) stdout.write(accessText(access, options.why === true, stdout));
  await reporters.finish(access);
  return 0;
}
