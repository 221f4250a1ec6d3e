import { inspect } from "node:util";
import { redact } from "../harness/redaction/known-secrets.ts";
import { printable } from "../report/printable.ts";
import { inert, tell } from "./inert.ts";
import type { Streams } from "./program.ts";

type Write = Streams["stderr"]["write"];

/** Streams that take the secrets out of each text, and commands for a CI server, before it goes to the given ones. */
export function redactedStreams({ stdout, stderr }: Streams): Streams {
  const shown = (text: string) => inert(redact(text));
  return {
    stdout: Object.create(stdout, { write: { value: writing(stdout, shown) } }),
    stderr: Object.create(stderr, { write: { value: writing(stderr, shown) } }),
  };
}

function writing(stream: Streams["stderr"], change: (text: string) => string): Write {
  const write = stream.write.bind(stream) as (...words: readonly unknown[]) => boolean;
  return (chunk: string | Uint8Array, ...more: readonly unknown[]) => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    const shown = change(text);
    return write(shown === text ? chunk : shown, ...more);
  };
}

/**
 * Takes the secrets out of what this process prints by any means, be it a scenario's `console.log` or what Node says of an
 * error that nobody caught. Answers the streams as they were before.
 */
export function redactProcess(): Streams {
  const { stdout, stderr } = process;
  const original: Streams = {
    stdout: Object.create(stdout, { write: { value: stdout.write.bind(stdout) } }),
    stderr: Object.create(stderr, { write: { value: stderr.write.bind(stderr) } }),
  };
  for (const stream of [stdout, stderr]) stream.write = writing(stream, redact);
  // Node prints these past the streams.
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => tell(stderr, `${name}: ${message}`));
  process.on("uncaughtException", (error) => {
    stderr.write(inert(printable(`crosscheck: ${inspect(error)}\n`)));
    process.exit(1);
  });
  return original;
}
