import { type DefineCommand, examplesText } from "../command.ts";

export const defineInit: DefineCommand = (program, { streams }) => {
  program
    .command("init")
    .description("begin in a repository: a first scenario with its test, a workflow, a configuration for real accounts")
    .argument("[folder]", "the repository's", ".")
    .addHelpText("after", examplesText([{ command: "crosscheck init", does: "write them here, over nothing" }]))
    .action(async (folder: string) => {
      const { initCommand } = await import("../init-command.ts");
      await initCommand(folder, streams);
    });
};
