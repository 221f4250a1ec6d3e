import { type DefineCommand, examplesText } from "../command.ts";

export const defineList: DefineCommand = (program, { streams }) => {
  program
    .command("list")
    .description("list the scenarios")
    .addHelpText("after", examplesText([{ command: "crosscheck list | grep kms", does: "find those on keys" }]))
    .action(async () => {
      const { listCommand } = await import("../list-command.ts");
      listCommand(streams);
    });
};
