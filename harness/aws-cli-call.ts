import type { CallInput, NamedCall } from "./target.ts";

/**
 * The call that a command of the AWS CLI makes: `s3api create-bucket --bucket x` is CreateBucket with the Bucket `x`.
 * Values in JSON are read; the CLI's shorthand stays text.
 */
export function callOf([service = "", command = "", ...rest]: readonly string[]): NamedCall {
  const input: Record<string, unknown> = {};
  for (const { option, value } of optionsOf(rest)) input[memberOf(service, option)] = readValue(value);
  return { service, operation: pascal(command), input };
}

/** The command of `call`, with the parameters of `input` where they differ. */
export function commandWith(command: readonly string[], call: NamedCall, input: CallInput): readonly string[] {
  const { service, input: given } = call;
  const changed = Object.entries(input).filter(([member, value]) => value !== given[member]);
  if (changed.length === 0) return command;
  const replaced = new Set(changed.map(([member]) => member));
  const kept = optionsOf(command.slice(2)).filter(({ option }) => !replaced.has(memberOf(service, option)));
  return [
    ...command.slice(0, 2),
    ...positionalOf(command.slice(2)),
    ...kept.flatMap(({ option, value }) => [`--${option}`, value]),
    ...changed.flatMap(([member, value]) => [
      `--${kebab(member)}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  ];
}

interface Option {
  /** Without its dashes. */
  readonly option: string;
  readonly value: string;
}

/** Options with one value each, as scenarios give them. */
function optionsOf(parts: readonly string[]): readonly Option[] {
  return parts.flatMap((part, at) =>
    part.startsWith("--") ? [{ option: part.slice(2), value: parts[at + 1] ?? "" }] : [],
  );
}

/** What is no option's: the file that `get-object` writes. */
function positionalOf(parts: readonly string[]): readonly string[] {
  return parts.filter((part, at) => !part.startsWith("--") && parts[at - 1]?.startsWith("--") !== true);
}

function readValue(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** CloudWatch Logs alone begins its parameters in lower case. */
function memberOf(service: string, option: string): string {
  const name = pascal(option);
  return service === "logs" ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

function pascal(kebabbed: string): string {
  return kebabbed.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}
