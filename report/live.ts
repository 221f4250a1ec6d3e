import { createLogUpdate } from "log-update";
import type { Output } from "./output.ts";

/** Lines that stay, and below them, on a terminal, lines that are written anew. */
export interface Live {
  /** A line that stays. */
  print(text: string): void;
  /** The lines at the bottom, asked for where they are drawn. */
  show(linesNow: () => readonly string[]): void;
  /** Takes the lines at the bottom away. */
  clear(): void;
}

export interface LiveSettings {
  readonly output: Output;
  /** Milliseconds. */
  readonly now: () => number;
}

/** On a terminal the lines change at most so often: an eye sees no more, and each drawing takes time. */
const drawnEveryMs = 50;

/** Elsewhere there is a line at least so often while something goes on, so that a log shows life. */
const silentMs = 30_000;

export function liveOn(settings: LiveSettings): Live {
  return settings.output.isTTY === true ? onTerminal(settings) : elsewhere(settings);
}

function onTerminal({ output, now }: LiveSettings): Live {
  // The cursor stays: hiding it would listen to the signals that end a run.
  const region = createLogUpdate(streamOf(output), { showCursor: true });
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  const clear = () => {
    if (isDrawn) region.clear();
    isDrawn = false;
  };
  return {
    clear,
    print(text) {
      clear();
      output.write(`${text}\n`);
      drawnAtMs = Number.NEGATIVE_INFINITY;
    },
    show(linesNow) {
      if (now() - drawnAtMs < drawnEveryMs) return;
      drawnAtMs = now();
      const lines = linesNow();
      if (lines.length === 0) return clear();
      region(lines.map((line) => line.slice(0, widthOf(output) - 1)).join("\n"));
      isDrawn = true;
    },
  };
}

function elsewhere({ output, now }: LiveSettings): Live {
  let lastAtMs = now();
  return {
    clear() {},
    print(text) {
      lastAtMs = now();
      output.write(`${text}\n`);
    },
    show(linesNow) {
      if (now() - lastAtMs < silentMs) return;
      lastAtMs = now();
      for (const line of linesNow()) output.write(`${line}\n`);
    },
  };
}

/** Some terminals tell a width of 0. */
function widthOf({ columns }: Output): number {
  return columns || 80;
}

/** What log-update uses of a stream. */
function streamOf(output: Output): NodeJS.WritableStream {
  const stream = {
    isTTY: true,
    get columns() {
      return widthOf(output);
    },
    get rows() {
      return output.rows || 24;
    },
    write: (text: string) => output.write(text),
  };
  return stream as unknown as NodeJS.WritableStream;
}
