import { styleText } from "node:util";

/** Where a report is written; `process.stdout` is one. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

export type Colour = "green" | "red" | "yellow" | "dim" | "bold";

/** Colours text where the output is a terminal and `NO_COLOR` is not set. */
export function painter(output: Output): (colour: Colour, text: string) => string {
  const isColoured = output.isTTY === true && !process.env.NO_COLOR;
  return (colour, text) => (isColoured ? styleText(colour, text, { validateStream: false }) : text);
}
