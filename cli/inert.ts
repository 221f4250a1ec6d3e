/** Text of others on a terminal and in the log of a job on a CI server. */
import { oneLine } from "../report/printable.ts";
import type { Streams } from "./streams.ts";

/** `crosscheck: ` and one sentence, on one line; below it a command line to copy, if there is one. */
export function tell(stderr: Streams["stderr"], message: string, toCopy?: string): void {
  const below = toCopy === undefined ? "" : `  ${oneLine(toCopy)}\n`;
  stderr.write(`crosscheck: ${oneLine(message)}\n${below}`);
}

/**
 * Text whose lines are no commands for what runs a job: its first colon or hash is written out as in a string of JSON, so
 * that a JSON document stays the same. GitHub's runner takes `::name::` after any white space, and `##[name]` anywhere in a
 * line, as Azure Pipelines' agent does `##vso[name]`. The runner compares by culture, which ignores characters that show
 * nothing, such as U+200B. Source: actions/runner, src/Runner.Common/ActionCommand.cs, TryParseV2 and TryParse; Azure
 * Pipelines, "Logging commands".
 */
export function inert(text: string): string {
  return text
    .replaceAll(/^([\s\p{C}]*):(?=\p{C}*:)/gmu, "$1\\u003a")
    .replaceAll(/#(?=\p{C}*#\p{C}*(?:vso)?\p{C}*\[)/giu, "\\u0023");
}

/** Streams whose texts are no commands for what runs a job. */
export function inertStreams({ stdout, stderr }: Streams): Streams {
  return { stdout: inertStream(stdout), stderr: inertStream(stderr) };
}

function inertStream<Stream extends Streams["stderr"]>(stream: Stream): Stream {
  const write = stream.write.bind(stream) as (...words: readonly unknown[]) => boolean;
  const value = (chunk: string | Uint8Array, ...more: readonly unknown[]) => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    const shown = inert(text);
    return write(shown === text ? chunk : shown, ...more);
  };
  return Object.create(stream, { write: { value } });
}
