import type { Failure } from "./result.ts";

/** What makes a scenario fail: `short` is the one line of a summary, `message` the whole of it. */
export class ScenarioError extends Error {
  override readonly name: string = "ScenarioError";
  readonly short: string;

  constructor(short: string, details: readonly string[] = [], options: ErrorOptions = {}) {
    super([short, ...details].join("\n"), options);
    this.short = short;
  }
}

/** A check that did not hold. */
export class CheckError extends ScenarioError {
  override readonly name = "CheckError";
  readonly expected: string;
  readonly received: string;

  constructor(short: string, expected: string, received: string) {
    super(short, [`  expected  ${indented(expected)}`, `  received  ${indented(received)}`]);
    this.expected = expected;
    this.received = received;
  }
}

function indented(text: string): string {
  return text.replaceAll("\n", "\n            ");
}

/** An error as data. AWS errors keep their code. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CheckError) {
    const { short, message, expected, received, stack } = error;
    return { short, message, expected, received, stack };
  }
  if (error instanceof ScenarioError) {
    const { short, message, stack, cause } = error;
    return { short, message, stack, ...codeOf(cause) };
  }
  if (error instanceof Error) {
    const { code } = codeOf(error);
    const message = code === undefined ? `${error.name}: ${error.message}` : `${code}: ${error.message}`;
    return { short: firstLine(message), message, stack: error.stack, code };
  }
  return { short: firstLine(String(error)), message: String(error) };
}

/** SDK errors carry their code as `name` and the HTTP exchange as `$metadata`. */
function codeOf(error: unknown): { readonly code?: string } {
  return error instanceof Error && "$metadata" in error ? { code: error.name } : {};
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
