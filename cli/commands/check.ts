import type { Command } from "commander";
import { type DefineCommand, examplesText } from "../command.ts";
import { UsageError } from "../usage-error.ts";

export const defineCheck: DefineCommand = (program, { streams, argv, setExitCode }) => {
  withInputs(program.command("check"))
    .description("play the delivery with your own configuration: does it work, and what would repair it")
    .option("--mutate", "take away or widen each thing, one at a time: what is it for, and who would gain access")
    .option("--baseline <file>", "compare with what was approved: exit code 1 where the behaviour has changed")
    .option("--update-baseline", "with --baseline: approve what it does now")
    .option("--fix", "apply the repair to the files that were read: all of it or nothing")
    .option("--dry-run", "with --fix: print the diff and write nothing")
    .option("--save", "write what bare policies describe into a crosscheck.json beside them")
    .option(
      "--plan",
      "plan folders of Terraform's source by `terraform` or `tofu`, which changes nothing, and read that",
    )
    .option("--live", "read both accounts instead of files, by calls that change nothing")
    .option("--profile-a <name>", "with --live: the profile of the AWS configuration that may read account A")
    .option(
      "--profile-b <name>",
      "with --live: the one that may read account B, where the bucket is in another account",
    )
    .option("--snapshot <file>", "with --live: keep what was read there; it is an input like any other")
    .option(
      "--reporter <name>",
      "how to tell it: text, json, junit, sarif, github, each with =FILE where it is not for the terminal; repeatable",
      (name: string, names: readonly string[] = []) => [...names, name],
    )
    .option("--report <folder>", "write a report there: index.html for a browser, diagram.md, results.json")
    .option("--overwrite", "with --report: also over an index.html that is no report")
    .option("--record <file>", "put the bytes of that file as the record, rather than one that is made up")
    .option("--watch", "check again whenever a file below the working directory changes")
    .option("--strict", "what is inconclusive counts as broken")
    .option("--json <file>", "write the result there as JSON; - is standard output")
    .option("--quiet", "tell the verdict, and of what is wrong only the cause and the repair")
    .addHelpText(
      "after",
      examplesText([
        { command: "crosscheck check policies", does: "check what the crosscheck.json of a folder describes" },
        {
          command: "crosscheck check policies --mutate",
          does: "see which permissions it rests on, and which are excess",
        },
        {
          command: "crosscheck check policies --baseline approved.json",
          does: "fail where it does something else now",
        },
        {
          command: "crosscheck check --live --profile-a a --profile-b b --delivery-stream deliver",
          does: "check what stands in two accounts, by reading them",
        },
        {
          command: "crosscheck check policies --reporter text --reporter sarif=check.sarif",
          does: "write what code scanning shows at the lines of the files",
        },
        {
          command: "crosscheck check role-policy.json bucket-policy.json --save",
          does: "check two policies, and keep what follows from them as a crosscheck.json",
        },
        { command: "terraform show -json plan.bin | crosscheck check -", does: "check a plan without keeping it" },
        { command: "crosscheck check policies --fix", does: "repair the files where the delivery is broken" },
        { command: "crosscheck check a-plan.json b-plan.json", does: "check two plans of `terraform show -json`" },
        { command: "crosscheck check infra --plan", does: "plan a folder of Terraform's source, and check that" },
        {
          command: "crosscheck check A=stream.yaml B=bucket.yaml --account-a 111111111111 --account-b 222222222222",
          does: "check two CloudFormation templates, which do not say whose they are",
        },
      ]),
    )
    .action(async (inputs: string[], { watch, ...options }) => {
      const { watchUntilInterrupted, wordToBegin } = await import("../watch.ts");
      if (watch) {
        if (inputs.some((input) => /^(?:[AB]=)?-$/.test(input)))
          throw new UsageError("--watch reads its inputs again and again, and the standard input can be read once");
        if (options.fix === true)
          throw new UsageError("--watch checks what you change, and --fix changes it: give one");
        const { reporterFiles } = await import("../reporters.ts");
        const { json, snapshot, baseline, report, reporter } = options;
        const told = [json, snapshot, baseline, report, ...reporterFiles(reporter)];
        return watchUntilInterrupted(argv, told, streams);
      }
      const { checkCommand } = await import("../check-command.ts");
      await wordToBegin();
      setExitCode(await checkCommand({ inputs, argv, ...options }, streams));
    });
};

/** The inputs and what may be said of them, for each command that reads a configuration. */
export function withInputs(command: Command): Command {
  return command
    .argument(
      "[input...]",
      "folders with a crosscheck.json, CloudFormation templates, what `cdk synth` writes, plans or states of Terraform as JSON, policies; `A=` or `B=` before one says whose it is, `-` is the standard input, and none is the working directory",
    )
    .option("--delivery-stream <name>", "which one is meant, where the input has several")
    .option("--role <name>", "the role that bare policies are about, where no ARN in them says it, or several do")
    .option("--data-stream <name>", "the data stream that bare policies are about, for the same purpose")
    .option("--bucket <name>", "the bucket, where the input has several")
    .option("--account-a <id>", "the account of the delivery stream, where the input does not say it")
    .option("--account-b <id>", "the account of the bucket, where the input does not say it")
    .option("--region-a <region>", "the region of the delivery stream, where the input does not say it")
    .option("--region-b <region>", "the region of the bucket, where the input does not say it")
    .option("--parameter <name=value...>", "a template's parameter; `A:name=value` where the two accounts' differ")
    .option("--stack-name <side=name...>", "what the stack of `A` or `B` is deployed as: `A=ingest-prod`")
    .option(
      "--physical-id <id=name...>",
      "the deployed name of what has none in the input, by logical id or address: `Writer=ingest-prod-Writer-1XQ8Z0W3K7LM`",
    )
    .option(
      "--organization-path <side=path...>",
      "where in an organization the account of `A` or `B` is: `A=o-exampleorg1/r-ab12/ou-ab12-11111111/`",
    );
}
