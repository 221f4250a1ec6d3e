import type { SourceLocation } from "../source.ts";

/** Makes a call for what stands at `source`; what AWS refuses is noted there. */
export type Attempt = (source: SourceLocation, work: () => Promise<unknown>) => Promise<void>;
