/** What a server of the bench tells its parent when asked. */
export interface Usage {
  /** CPU seconds since the start, user and system. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

export type Question =
  | { readonly kind: "usage" }
  /** Moves the emulator's clock on first; memory is measured after a garbage collection. */
  | { readonly kind: "advance"; readonly ms: number }
  | { readonly kind: "stop" };

export interface Answers {
  readonly port: number;
  readonly advance?: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Announces the port and answers the parent until it says stop, or is gone. */
export function answerQuestions({ port, advance, close }: Answers): void {
  const stop = async () => {
    await close();
    process.exit(0);
  };
  process.on("disconnect", () => void stop());
  process.on("message", async (question: Question) => {
    if (question.kind === "stop") {
      await stop();
      return;
    }
    if (question.kind === "advance") {
      await advance?.(question.ms);
      globalThis.gc?.();
    }
    process.send?.(usage());
  });
  process.send?.({ port });
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpuSeconds: (user + system) / 1e6, residentBytes: process.memoryUsage().rss };
}
