import type { RehearsalSettings } from "../rehearsal/rehearsal.ts";
import type { Target } from "../target.ts";

export interface OpenTargetSettings {
  /** Told what is going on where opening takes long. */
  readonly onProgress?: (message: string) => void;
  /** Ends the opening; nothing is left running then. */
  readonly signal?: AbortSignal;
  /** Of `aws`: its configuration's file; `crosscheck.config.ts` unless given. */
  readonly configFile?: string | undefined;
  /** Of `aws`: plays on an embedded AWS that another process serves, in everything else as on AWS. */
  readonly rehearsal?: RehearsalSettings | undefined;
}

/** The targets by the name that `--target` takes, loaded only when chosen. Each rejects with a `TargetError`. */
const targets: Readonly<Record<string, (settings: OpenTargetSettings) => Promise<Target>>> = {
  embedded: async () => (await import("./embedded.ts")).embedded(),
  aws: async (settings) => (await import("./aws/open.ts")).openAws(settings),
  localstack: async (settings) => (await import("./localstack.ts")).localstack(settings),
};

export const targetNames: readonly string[] = Object.keys(targets);

/** Undefined where it is neither a target's name nor the URL of an endpoint. */
export function targetOpener(name: string): ((settings?: OpenTargetSettings) => Promise<Target>) | undefined {
  const open = targets[name];
  if (open !== undefined) return (settings = {}) => open(settings);
  if (!/^https?:\/\//.test(name) || !URL.canParse(name)) return undefined;
  return async () => (await import("./endpoint.ts")).endpoint(name);
}
