import { type DefineCommand, examplesText } from "../command.ts";
import { withInputs } from "./check.ts";

export const defineAccess: DefineCommand = (program, { streams, argv, setExitCode }) => {
  withInputs(program.command("access"))
    .description(
      "list who can do what with what is delivered, its bucket, keys, role and streams: in A, in B, elsewhere",
    )
    .option("--why", "with the reason of each answer")
    .option("--json <file>", "write the answer there as JSON; - is standard output")
    .option(
      "--reporter <name>",
      "how to tell it: text, json, csv, sarif, each with =FILE where it is not for the terminal; repeatable",
      (name: string, all: readonly string[] = []) => [...all, name],
    )
    .addHelpText(
      "after",
      examplesText([
        { command: "crosscheck access policies", does: "who can reach the objects that this folder's set-up delivers" },
        { command: "crosscheck access a-plan.json b-plan.json --bucket landing --why", does: "and by which statement" },
      ]),
    )
    .action(async (inputs: string[], options) => {
      const { accessCommand } = await import("../access-command.ts");
      setExitCode(await accessCommand({ inputs, argv, ...options }, streams));
    });
};
