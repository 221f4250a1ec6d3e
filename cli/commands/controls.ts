import { type DefineCommand, examplesText } from "../command.ts";

export const defineControls: DefineCommand = (program, { streams, setExitCode }) => {
  program
    .command("controls")
    .description("measure what a target can and cannot prove")
    .option("--target <name>", "embedded, localstack, or the URL of an endpoint", "embedded")
    .option("--json <file>", "write the measurement there as JSON; - is standard output")
    .addHelpText(
      "after",
      examplesText([
        { command: "crosscheck controls --target localstack", does: "see which checks cannot fail on LocalStack" },
        { command: "crosscheck controls --target http://127.0.0.1:4566", does: "the same for any endpoint" },
      ]),
    )
    .action(async (options) => {
      const { controlsCommand } = await import("../controls-command.ts");
      setExitCode(await controlsCommand(options, streams));
    });
};
