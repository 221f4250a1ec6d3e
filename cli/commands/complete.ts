import { type DefineCommand, examplesText } from "../command.ts";

/** What the help says of it; the command itself is loaded only where it is called, for it knows all others. */
export const describeComplete: DefineCommand = (program) => {
  program
    .command("complete")
    .description("print the completion script of a shell")
    .argument("<shell>", "bash, zsh, fish or powershell")
    .addHelpText(
      "after",
      examplesText([
        { command: "source <(crosscheck complete bash)", does: "complete in this shell; in ~/.bashrc, in each" },
        { command: "crosscheck complete fish | source", does: "the same in fish" },
      ]),
    );
};
