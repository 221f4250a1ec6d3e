import { inspect } from "node:util";
import { printable } from "../report/printable.ts";
import { HeldOutput, type WriteThrough } from "./held-output.ts";
import { inert, tell } from "./inert.ts";
import type { Streams } from "./streams.ts";

type Stream = Streams["stderr"] & { readonly writableNeedDrain?: boolean };

/** Streams that take the secrets out of each text before it goes to the given ones, and the way past them. */
export interface RedactedStreams extends Streams {
  /** Write as the given ones do, after what is held. */
  readonly unredacted: Streams;
  /** Writes what is held. */
  flush(): void;
}

export function redactedStreams({ stdout, stderr }: Streams): RedactedStreams {
  const outputs = { stdout: heldOutput(stdout), stderr: heldOutput(stderr) };
  const flush = () => {
    outputs.stdout.flush();
    outputs.stderr.flush();
  };
  const redacting =
    (own: HeldOutput, other: HeldOutput): WriteThrough =>
    (chunk, ...more) => {
      other.flush();
      return own.write(chunk, more);
    };
  const past = (stream: Stream): WriteThrough => {
    const write = writeOf(stream);
    return (...words) => {
      flush();
      return write(...words);
    };
  };
  return {
    stdout: withWrite(stdout, redacting(outputs.stdout, outputs.stderr)),
    stderr: withWrite(stderr, redacting(outputs.stderr, outputs.stdout)),
    unredacted: { stdout: withWrite(stdout, past(stdout)), stderr: withWrite(stderr, past(stderr)) },
    flush,
  };
}

function heldOutput(stream: Stream): HeldOutput {
  return new HeldOutput(writeOf(stream), () => stream.writableNeedDrain === true);
}

function writeOf(stream: Stream): WriteThrough {
  return stream.write.bind(stream) as WriteThrough;
}

/** The stream as it is at the time, but for how it writes. */
function withWrite<Any extends Stream>(stream: Any, write: WriteThrough): Any {
  return Object.create(stream, { write: { value: write } });
}

/**
 * Takes the secrets out of what this process prints by any means, be it a scenario's `console.log` or what Node says of an
 * error that nobody caught.
 */
export function redactProcess(): RedactedStreams {
  const { stdout, stderr } = process;
  const redacted = redactedStreams({ stdout, stderr });
  stdout.write = redacted.stdout.write;
  stderr.write = redacted.stderr.write;
  process.on("exit", redacted.flush);
  // Node prints these past the streams.
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => tell(stderr, `${name}: ${message}`));
  process.on("uncaughtException", (error) => {
    stderr.write(inert(printable(`crosscheck: ${inspect(error)}\n`)));
    process.exit(1);
  });
  return redacted;
}
