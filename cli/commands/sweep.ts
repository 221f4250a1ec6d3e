import { type DefineCommand, examplesText } from "../command.ts";

export const defineSweep: DefineCommand = (program, { streams, setExitCode }) => {
  program
    .command("sweep")
    .description("remove from both accounts what runs left that were killed, and nothing that is not provably theirs")
    .option("--run <id>", "what this run left, whether or not it has expired; of all runs that are over unless given")
    .option("--plan", "say what would be removed, and remove nothing")
    .option("--config <file>", "the accounts' configuration; crosscheck.config.ts unless given")
    .addHelpText(
      "after",
      examplesText([
        { command: "crosscheck sweep --plan", does: "see what would go" },
        { command: "crosscheck sweep", does: "remove what runs left that are over, known by journals and tags" },
        { command: "crosscheck sweep --run t8k2m1x4q7", does: "remove what one run left on another machine" },
      ]),
    )
    .action(async (options) => {
      const { sweepCommand } = await import("../sweep-command.ts");
      setExitCode(await sweepCommand(options, streams));
    });
};
