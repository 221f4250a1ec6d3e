import { access, constants } from "node:fs/promises";
import { dirname } from "node:path";
import { didYouMean } from "../harness/nearest.ts";
import { redact } from "../harness/redaction/known-secrets.ts";
import type { RunResult } from "../harness/result.ts";
import { writeOutputFile } from "./output-file.ts";
import type { Streams } from "./program.ts";
import { UsageError } from "./usage-error.ts";

/** `junit=results.xml` */
interface Reporter {
  readonly kind: Kind;
  /** Standard output unless given. */
  readonly file?: string;
}

const kinds = ["text", "json", "junit", "github"] as const;
type Kind = (typeof kinds)[number];

/** How a run is told, beside what a person reads while it goes on. */
export interface Reporters {
  /** Whether standard output is for a person. */
  readonly isTextShown: boolean;
  /** Rejects with a `UsageError` where something cannot be written. */
  finish(run: RunResult): Promise<void>;
}

/**
 * What `--reporter` was given as, once or several times; `text` where it was not. To be called before the run: rejects with
 * a `UsageError` where a run could not be told so.
 */
export async function openReporters(texts: readonly string[], { stdout }: Streams): Promise<Reporters> {
  const reporters = texts.map(parse);
  const [first, second] = reporters.filter(({ kind, file }) => file === undefined && kind !== "github");
  if (first !== undefined && second !== undefined) {
    throw new UsageError(
      `--reporter ${first.kind} and --reporter ${second.kind} both write to standard output: give one a file, --reporter ${second.kind}=FILE`,
    );
  }
  for (const reporter of reporters) await refuseUnwritable(reporter);
  return {
    isTextShown: first === undefined || first.kind === "text",
    async finish(run) {
      for (const { kind, file } of reporters) {
        if (file !== undefined) await write(file, await textOf(kind, run));
        else if (kind === "github") await toGitHub(run);
        else if (kind !== "text") stdout.write(await textOf(kind, run));
      }
    },
  };
}

function parse(text: string): Reporter {
  const [, kind = "", , file] = /^([^=]*)(=(.*))?$/s.exec(text) ?? [];
  if (!isKind(kind)) throw new UsageError(`unknown reporter \`${kind}\`: ${didYouMean(kind, kinds)}`);
  if (file === "") throw new UsageError(`--reporter ${kind}= names no file: write --reporter ${kind}=FILE`);
  return file === undefined ? { kind } : { kind, file };
}

function isKind(text: string): text is Kind {
  return (kinds as readonly string[]).includes(text);
}

function refuse(file: string, error: Error): never {
  throw new UsageError(`the results cannot be written to ${file}: ${error.message}`);
}

async function refuseUnwritable({ kind, file }: Reporter): Promise<void> {
  if (file === undefined) {
    if (kind === "github" && !process.env.GITHUB_STEP_SUMMARY) {
      throw new UsageError(
        "--reporter github writes to the file that GITHUB_STEP_SUMMARY names, and that is not set: give it a file, --reporter github=FILE",
      );
    }
    return;
  }
  await access(dirname(file), constants.W_OK).catch((error) => refuse(file, error));
}

async function textOf(kind: Kind, run: RunResult): Promise<string> {
  switch (kind) {
    case "json":
      return (await import("../report/json.ts")).jsonReport(run);
    case "junit":
      return (await import("../report/junit.ts")).junitReport(run);
    case "github":
      return (await import("../report/github.ts")).summaryMarkdown(run);
    case "text":
      return (await import("../report/summary-text.ts")).summaryText(run);
  }
}

/** The summary of the job, and annotations. */
async function toGitHub(run: RunResult): Promise<void> {
  const [{ summary, error, warning }, { annotationsOf, summaryMarkdown }] = await Promise.all([
    import("@actions/core"),
    import("../report/github.ts"),
  ]);
  for (const { level, title, message } of annotationsOf(run)) (level === "error" ? error : warning)(message, { title });
  await summary
    .addRaw(redact(summaryMarkdown(run)))
    .write()
    .catch((cause: Error) => {
      throw new UsageError(`the summary of the job cannot be written: ${cause.message}`);
    });
}

async function write(file: string, text: string): Promise<void> {
  await writeOutputFile(file, text).catch((error) => refuse(file, error));
}
