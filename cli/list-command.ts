import { scenarios } from "../scenarios/index.ts";
import type { Streams } from "./streams.ts";

export function listCommand({ stdout }: Streams): void {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  for (const { name, title } of scenarios) stdout.write(`${name.padEnd(width)}  ${title}\n`);
}
