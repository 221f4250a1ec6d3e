/** `docs/reference.md`: every command as its help has it, and every name that the package exports. */
import { join } from "node:path";
import { runProgram } from "../../../cli/program.ts";
import { capture } from "../../support/streams.ts";
import { type ExportedName, exportsOf } from "./exports.ts";

export const root = join(import.meta.dirname, "../../..");

/** By the name that users import. */
const modules: Readonly<Record<string, string>> = {
  "firehose-crosscheck": "harness/index.ts",
  "firehose-crosscheck/vitest": "harness/vitest.ts",
  "firehose-crosscheck/emulator": "emulator/index.ts",
};

const kinds: readonly (readonly [ExportedName["kind"], string])[] = [
  ["function", "Functions"],
  ["value", "Values"],
  ["class", "Classes"],
  ["type", "Types"],
];

export async function referencePage(): Promise<string> {
  const names = await commandNames();
  const commands = await Promise.all(names.map(async (name) => `### ${name}\n\n${block(await help(name))}`));
  const api = Object.entries(modules).map(([name, file]) => `### ${name}\n\n${listOf(exportsOf(join(root, file)))}`);
  return `${[
    "# Reference",
    "Written by `npm run docs:reference` from the commands' help and the exported names' docstrings.",
    "## Commands",
    exitCodes,
    ...commands,
    "## API",
    "Members are told by the declarations, which an editor shows. [Scenarios](scenarios.md) shows how it is put together.",
    ...api,
  ].join("\n\n")}\n`;
}

const exitCodes = `| Exit code | Means |
| --- | --- |
| 0 | all is well |
| 1 | something failed, is broken, was left by a sweep or, with \`--strict\`, inconclusive; \`--timeout\` ended the run |
| 2 | the arguments or a file cannot be used; nothing was done |
| 130, 143 | ended by Ctrl-C or SIGTERM, after what was made was removed |`;

/** In the order of the help. */
export async function commandNames(): Promise<readonly string[]> {
  const text = await help();
  const [, list = ""] = /^Commands:\n(.*)/ms.exec(text) ?? [];
  return [...list.matchAll(/^ {2}([\w-]+)/gm)].map(([, name = ""]) => name).filter((name) => name !== "help");
}

async function help(...command: readonly string[]): Promise<string> {
  const streams = capture();
  await runProgram([...command, "--help"], streams);
  return streams.written().stdout.trimEnd();
}

function block(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}

function listOf(names: readonly ExportedName[]): string {
  return kinds
    .flatMap(([kind, title]) => {
      const these = names.filter((each) => each.kind === kind);
      return these.length === 0 ? [] : [[`**${title}**\n`, ...these.map(item)].join("\n")];
    })
    .join("\n\n");
}

function item({ name, docstring }: ExportedName): string {
  const text = docstring.replaceAll(/\s*\n\s*/g, " ");
  return text === "" ? `- \`${name}\`` : `- \`${name}\`: ${text}`;
}
