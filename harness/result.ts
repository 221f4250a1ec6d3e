/**
 * What a run leaves behind: plain data, so that every reporter, a file and another process read the same.
 */
export type * from "./evidence/evidence.ts";
export type * from "./history/entry.ts";
export type * from "./history/summary.ts";
export type * from "./history/trend.ts";
export * from "./run-result.ts";
