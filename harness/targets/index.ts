import type { Target } from "../target.ts";

/** The targets by the name that `--target` takes, loaded only when chosen. */
export const targets: Readonly<Record<string, () => Promise<Target>>> = {
  embedded: async () => (await import("./embedded.ts")).embedded(),
};
