import { type DefineCommand, examplesText } from "../command.ts";

export const defineHistory: DefineCommand = (program, { streams, setExitCode }) => {
  program
    .command("history")
    .description("show pass rates, latencies and first failures of the runs that were kept")
    .option("--file <file>", "where `crosscheck run --history` keeps them", ".crosscheck/history.db")
    .option("--scenario <name>", "only this one, or this family")
    .option("--target <name>", "only runs on this target")
    .option("--json", "as JSON, with the course from day to day")
    .addHelpText(
      "after",
      examplesText([
        { command: "crosscheck history", does: "see every scenario's pass rate and delivery latency" },
        { command: "crosscheck history --scenario permissions --json", does: "get one family's as data" },
      ]),
    )
    .action(async (options) => {
      const { historyCommand } = await import("../history-command.ts");
      setExitCode(historyCommand(options, streams));
    });
};
