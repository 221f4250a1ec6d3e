import { Option } from "commander";
import { type DefineCommand, examplesText } from "../command.ts";

export const defineRun: DefineCommand = (program, { streams, argv, setExitCode }) => {
  program
    .command("run")
    .description("play scenarios: all of them, or those named (a family by the part before its `/`)")
    .argument("[scenario...]", "names, as `crosscheck list` shows them, or files that export scenarios")
    .option("--target <name>", "where to play them: embedded, aws, localstack, or the URL of an endpoint", "embedded")
    .option("--config <file>", "with --target aws: its configuration; crosscheck.config.ts unless given")
    .option("--plan", "with --target aws: list each call that would change something, and what the run takes")
    .option("--rehearse", "with --target aws: everything as on AWS, but on an embedded one in another process")
    .option("--speed <number>", "with --rehearse: how many times as fast its clock runs; 60 unless given")
    .option("--throttle <percent>", "with --rehearse: refuse that share of the calls as too fast, at random")
    .option(
      "--iam-propagation <duration>",
      "with --rehearse: how long changes in IAM are not seen, 10s; drawn unless given",
    )
    .option("--parallel <number>", "how many scenarios are played at a time; what the target says unless given")
    .option("--strict", "what is inconclusive counts as a failure")
    .option("--json <file>", "write the results there as JSON; - is standard output")
    .option(
      "--reporter <name>",
      "how to tell it: text, json, junit, github, each with =FILE where it is not for the terminal; repeatable",
      (name: string, all: readonly string[] = []) => [...all, name],
    )
    .option("--shard <i/n>", "play one of n parts, one on each machine; `crosscheck merge` joins their results")
    .option("--history <file>", "add the results to those that are kept there, for `crosscheck history`")
    .option("--report <folder>", "write a report there: index.html for a browser, diagram.md, results.json")
    .option("--overwrite", "with --report: also over an index.html that is no report")
    .option("--diagram", "draw what was set up, with each permission check, of what did not pass or of the only one")
    .option("--timeout <time>", "end after `30m` or `90s`, as Ctrl-C does: what was made is removed")
    .option("--verbose", "show every step of every scenario")
    .addOption(new Option("--quiet", "tell only what failed, and the last line").conflicts("verbose"))
    .option("--watch", "run again whenever a scenario or another file below the working directory changes")
    .addHelpText(
      "after",
      examplesText([
        { command: "crosscheck run", does: "play every scenario on the embedded AWS" },
        { command: "crosscheck run cross-account-delivery", does: "play one, step by step" },
        { command: "crosscheck run permissions ownership", does: "play two families" },
        { command: "crosscheck run crosscheck/first-delivery.ts", does: "play your own, which that file exports" },
        { command: "crosscheck run --report report", does: "write what was seen to report/index.html" },
        {
          command: "crosscheck run --target aws --rehearse",
          does: "see how it goes on two accounts of AWS, without any",
        },
        { command: "crosscheck run --target aws --plan", does: "see what it would do in your accounts, and its cost" },
        { command: "crosscheck run --target localstack", does: "play them on LocalStack in a container" },
        {
          command: "crosscheck run --strict --json results.json",
          does: "fail on inconclusive ones too, keep the results",
        },
        { command: "crosscheck run --reporter text --reporter junit=junit.xml", does: "tell a CI server, too" },
        { command: "crosscheck run --shard 1/3 --json shard-1.json", does: "play the first of three parts" },
      ]),
    )
    .action(async (names: string[], { watch, ...options }) => {
      const { watchUntilInterrupted, wordToBegin } = await import("../watch.ts");
      if (watch) {
        const { reporterFiles } = await import("../reporters.ts");
        const told = [options.json, options.report, ...reporterFiles(options.reporter)];
        return watchUntilInterrupted(argv, told, streams);
      }
      const { runCommand } = await import("../run-command.ts");
      await wordToBegin();
      setExitCode(await runCommand({ names, ...options }, streams));
    });
};
