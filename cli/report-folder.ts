import { access, constants, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { RunResult, Trend } from "../harness/result.ts";
import { diagramsMarkdown } from "../report/diagram/markdown.ts";
import { htmlReport } from "../report/html/page.ts";
import { trendsView } from "../report/html/trends.ts";
import { jsonReport } from "../report/json.ts";
import { writeOutputFile } from "./output-file.ts";
import { UsageError } from "./usage-error.ts";

/** Where a report goes: made before the run, for one whose report cannot be written is played for nothing. */
export interface ReportFolder {
  /** Writes `index.html`, `diagram.md` and `results.json`, the run's unless given, and answers the first's path. */
  write(run: RunResult, given?: { readonly page: string; readonly results: string }): Promise<string>;
  /** Writes a run with how it went before. */
  writeRun(run: RunResult, trends: readonly Trend[]): Promise<string>;
}

/** Rejects with a `UsageError` where nothing can be written there. */
export async function openReportFolder(folder: string): Promise<ReportFolder> {
  const refused = (error: Error) => {
    throw new UsageError(`the report cannot be written to ${folder}: ${error.message}`);
  };
  await mkdir(folder, { recursive: true }).catch(refused);
  await access(folder, constants.W_OK).catch(refused);
  const write: ReportFolder["write"] = async (run, given) => {
    const page = join(folder, "index.html");
    await Promise.all([
      writeOutputFile(page, given?.page ?? htmlReport(run)),
      writeOutputFile(join(folder, "diagram.md"), diagramsMarkdown(run)),
      writeOutputFile(join(folder, "results.json"), given?.results ?? jsonReport(run)),
    ]).catch(refused);
    return page;
  };
  return {
    write,
    writeRun(run, trends) {
      const view = trendsView(trends, run.target);
      const page = htmlReport(run, { appendix: view === undefined ? [] : [view] });
      return write(run, { page, results: jsonReport(run) });
    },
  };
}
