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
    const message = `${error.name}: ${error.message}`;
    return { short: firstLine(message), message, stack: error.stack, ...codeOf(error) };
  }
  return { short: firstLine(String(error)), message: String(error) };
}

/** An AWS call's error, with what the policies denied meanwhile. */
export function explainedRefusal(error: AwsError, denials: readonly string[]): ScenarioError {
  const details = denials.map((text) => text.replaceAll(/^/gm, "  "));
  return new ScenarioError(`${error.name}: ${error.message}`, details, { cause: error });
}

/** What the SDK throws where AWS refuses a call: the code is its `name`. */
export interface AwsError extends Error {
  readonly $metadata: {
    readonly httpStatusCode?: number;
    /** How often the SDK has tried. */
    readonly attempts?: number;
  };
}

export function isAwsError(error: unknown): error is AwsError {
  return error instanceof Error && "$metadata" in error;
}

function codeOf(error: unknown): { readonly code?: string } {
  return isAwsError(error) ? { code: error.name } : {};
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
