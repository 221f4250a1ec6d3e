import { type DefineCommand, examplesText } from "../command.ts";

export const defineMerge: DefineCommand = (program, { streams, setExitCode }) => {
  program
    .command("merge")
    .description("join the results of the shards of a run: all of them, each once")
    .argument("<results...>", "files that `crosscheck run --shard i/n --json FILE` wrote")
    .option("--json <file>", "write the results there as JSON; - is standard output")
    .option("--reporter <name>", "as of `crosscheck run`", (name: string, all: readonly string[] = []) => [
      ...all,
      name,
    ])
    .option("--history <file>", "add the results to those that are kept there")
    .option("--strict", "what is inconclusive counts as a failure")
    .addHelpText(
      "after",
      examplesText([
        { command: "crosscheck merge shard-*.json", does: "see the run as a whole, and exit as it would" },
        { command: "crosscheck merge shard-*.json --json results.json", does: "keep it as one file, too" },
      ]),
    )
    .action(async (files: string[], options) => {
      const { mergeCommand } = await import("../merge-command.ts");
      setExitCode(await mergeCommand({ files, ...options }, streams));
    });
};
