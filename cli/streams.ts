/** Where a command writes: the process's own streams, or a test's. */
export interface Streams {
  readonly stdout: Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns"> & { readonly rows?: number };
  readonly stderr: Pick<NodeJS.WriteStream, "write"> & Partial<Pick<NodeJS.WriteStream, "isTTY" | "columns" | "rows">>;
}
