import { didYouMean } from "../harness/nearest.ts";
import { redactAll } from "../harness/redaction/known-secrets.ts";
import type { Annotation } from "../report/github.ts";
import { appendOutputFile, openOutputFile, standardOutput, writeOutputFile } from "./output-file.ts";
import type { Streams } from "./streams.ts";
import { UsageError } from "./usage-error.ts";

/** `junit=results.xml` */
interface Reporter {
  readonly kind: string;
  /** `-` is standard output. Only of `github` it is not given: that is the summary of the job. */
  readonly file: string | undefined;
}

/** The forms in which a result can be told. */
export interface ResultForms<Result> {
  /** By the reporter's name; `github` is the summary of a job. */
  readonly texts: Readonly<Record<string, (result: Result) => Promise<string>>>;
  /** Beside `github`. */
  annotations?(result: Result): Promise<readonly Annotation[]>;
}

/** How a result is told, beside what a person reads while it comes about. */
export interface Reporters<Result> {
  /** Whether standard output is for a person. */
  readonly isTextShown: boolean;
  /** Rejects with a `UsageError` where something cannot be written. */
  finish(result: Result): Promise<void>;
}

/**
 * What `--reporter` was given as, once or several times; `text` where it was not. To be called before the work: rejects with
 * a `UsageError` where a result could not be told so.
 */
export async function openReporters<Result>(
  texts: readonly string[],
  forms: ResultForms<Result>,
  { stdout }: Streams,
): Promise<Reporters<Result>> {
  const kinds = Object.keys(forms.texts);
  const reporters = texts.map((text) => parse(text, kinds));
  const [first, second] = reporters.filter(({ file }) => file === standardOutput);
  if (first !== undefined && second !== undefined) {
    throw new UsageError(
      `--reporter ${first.kind} and --reporter ${second.kind} both write to standard output: give one a file, --reporter ${second.kind}=FILE`,
    );
  }
  for (const reporter of reporters) await refuseUnwritable(reporter);
  return {
    isTextShown: first === undefined || first.kind === "text",
    async finish(result) {
      for (const { kind, file } of reporters) {
        const text = async () => (await forms.texts[kind]?.(result)) ?? "";
        if (file === undefined) await toGitHub(await text(), (await forms.annotations?.(result)) ?? []);
        else if (file !== standardOutput) await write(file, await text());
        else if (kind !== "text") stdout.write(await text());
      }
    },
  };
}

/** The files that `--reporter` names. */
export function reporterFiles(texts: readonly string[] = []): readonly string[] {
  return texts.map((text) => text.replace(/^[^=]*=?/, "")).filter((file) => file !== "" && file !== standardOutput);
}

function parse(text: string, kinds: readonly string[]): Reporter {
  const [, kind = "", , file] = /^([^=]*)(=(.*))?$/s.exec(text) ?? [];
  if (!kinds.includes(kind)) throw new UsageError(`unknown reporter \`${kind}\`: ${didYouMean(kind, kinds)}`);
  if (file === "") throw new UsageError(`--reporter ${kind}= names no file: write --reporter ${kind}=FILE`);
  return { kind, file: file ?? (kind === "github" ? undefined : standardOutput) };
}

function refuse(file: string, error: Error): never {
  throw new UsageError(`the results cannot be written to ${file}: ${error.message}`);
}

async function refuseUnwritable({ file }: Reporter): Promise<void> {
  if (file === standardOutput) return;
  if (file !== undefined) return openOutputFile(file).catch((error) => refuse(file, error));
  if (!process.env.GITHUB_STEP_SUMMARY) {
    throw new UsageError(
      "--reporter github writes to the file that GITHUB_STEP_SUMMARY names, and that is not set: give it a file, --reporter github=FILE",
    );
  }
}

/** The summary of the job, and annotations. */
async function toGitHub(markdown: string, annotations: readonly Annotation[]): Promise<void> {
  const { error, warning } = await import("@actions/core");
  for (const { level, message, ...properties } of redactAll(annotations)) {
    (level === "error" ? error : warning)(message, properties);
  }
  // The library's own summary stays with the first file that it was given in a process.
  await appendOutputFile(process.env.GITHUB_STEP_SUMMARY ?? "", markdown).catch((cause: Error) => {
    throw new UsageError(`the summary of the job cannot be written: ${cause.message}`);
  });
}

async function write(file: string, text: string): Promise<void> {
  await writeOutputFile(file, text).catch((error) => refuse(file, error));
}
