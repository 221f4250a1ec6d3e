import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunResult, Trend } from "../harness/result.ts";
import { diagramsMarkdown } from "../report/diagram/markdown.ts";
import { htmlReport, isReport } from "../report/html/page.ts";
import { trendsView } from "../report/html/trends.ts";
import { jsonReport } from "../report/json.ts";
import { makeFolders } from "./folders.ts";
import { openOutputFile, writeOutputFile } from "./output-file.ts";
import { UsageError } from "./usage-error.ts";

/** Where a report goes: made before the run, for one whose report cannot be written is played for nothing. */
export interface ReportFolder {
  /** Writes `index.html`, `diagram.md` and `results.json`, the run's unless given, and answers the first's path. */
  write(run: RunResult, given?: { readonly page: string; readonly results: string }): Promise<string>;
  /** Writes a run with how it went before. */
  writeRun(run: RunResult, trends: readonly Trend[]): Promise<string>;
}

/**
 * Rejects with a `UsageError` where nothing can be written there, and, without `overwrite`, where an `index.html` is there
 * that is no report: a website's, say.
 */
export async function openReportFolder(folder: string, overwrite = false): Promise<ReportFolder> {
  const refused = (error: Error) => {
    throw new UsageError(`the report cannot be written to ${folder}: ${error.message}`);
  };
  const page = join(folder, "index.html");
  const diagram = join(folder, "diagram.md");
  const results = join(folder, "results.json");
  await makeFolders(folder).catch(refused);
  for (const file of [page, diagram, results]) await openOutputFile(file).catch(refused);
  if (!overwrite && existsSync(page) && !isReport(await readFile(page, "utf8"))) {
    throw new UsageError(
      `${page} is no report of crosscheck and would be written over: name another folder, or give --overwrite`,
    );
  }
  const write: ReportFolder["write"] = async (run, given) => {
    await Promise.all([
      writeOutputFile(page, given?.page ?? htmlReport(run)),
      writeOutputFile(diagram, diagramsMarkdown(run)),
      writeOutputFile(results, given?.results ?? jsonReport(run)),
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
