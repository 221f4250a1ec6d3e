import { type DefineCommand, examplesText } from "../command.ts";

export const defineRun: DefineCommand = (program, { streams, argv, setExitCode }) => {
  program
    .command("run")
    .description("play scenarios: all of them, or those named (a family by the part before its `/`)")
    .argument("[scenario...]", "names, as `crosscheck list` shows them")
    .option("--target <name>", "where to play them: embedded, localstack, or the URL of an endpoint", "embedded")
    .option("--strict", "what is inconclusive counts as a failure")
    .option("--json <file>", "write the results there as JSON")
    .option("--report <folder>", "write a report there: index.html for a browser, diagram.md, results.json")
    .option("--diagram", "draw what was set up, with each permission check, of what did not pass or of the only one")
    .option("--timeout <time>", "end after `30m` or `90s`, as Ctrl-C does: what was made is removed")
    .option("--verbose", "show every step of every scenario")
    .option("--watch", "run again whenever a scenario or another file below the working directory changes")
    .addHelpText(
      "after",
      examplesText([
        { command: "crosscheck run", does: "play every scenario on the embedded AWS" },
        { command: "crosscheck run cross-account-delivery", does: "play one, step by step" },
        { command: "crosscheck run permissions ownership", does: "play two families" },
        { command: "crosscheck run --report report", does: "write what was seen to report/index.html" },
        { command: "crosscheck run --target localstack", does: "play them on LocalStack in a container" },
        {
          command: "crosscheck run --strict --json results.json",
          does: "fail on inconclusive ones too, keep the results",
        },
      ]),
    )
    .action(async (names: string[], { watch, ...options }) => {
      const { watchUntilInterrupted, wordToBegin } = await import("../watch.ts");
      if (watch) return watchUntilInterrupted(argv, [options.json, options.report], streams);
      const { runCommand } = await import("../run-command.ts");
      await wordToBegin();
      setExitCode(await runCommand({ names, ...options }, streams));
    });
};
