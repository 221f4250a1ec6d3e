import type { Command } from "commander";
import { type DefineCommand, examplesText } from "../command.ts";

export const defineCheck: DefineCommand = (program, { streams, setExitCode }) => {
  withInputs(program.command("check"))
    .description("play the delivery with your own configuration: does it work, and what would repair it")
    .option("--strict", "what is inconclusive counts as broken")
    .option("--json <file>", "write the result there as JSON")
    .addHelpText(
      "after",
      examplesText([
        { command: "crosscheck check policies", does: "check what the crosscheck.json of a folder describes" },
        { command: "crosscheck check a-plan.json b-plan.json", does: "check two plans of `terraform show -json`" },
        {
          command: "crosscheck check A=stream.yaml B=bucket.yaml --account-a 111111111111 --account-b 222222222222",
          does: "check two CloudFormation templates, which do not say whose they are",
        },
      ]),
    )
    .action(async (inputs: string[], options) => {
      const { checkCommand } = await import("../check-command.ts");
      setExitCode(await checkCommand({ inputs, ...options }, streams));
    });
};

/** The inputs and what may be said of them, for each command that reads a configuration. */
function withInputs(command: Command): Command {
  return command
    .argument(
      "<input...>",
      "folders with a crosscheck.json, CloudFormation templates, what `cdk synth` writes, plans or states of Terraform as JSON; `A=` or `B=` before one says whose it is",
    )
    .option("--delivery-stream <name>", "which one is meant, where the input has several")
    .option("--account-a <id>", "the account of the delivery stream, where the input does not say it")
    .option("--account-b <id>", "the account of the bucket, where the input does not say it")
    .option("--region-a <region>", "the region of the delivery stream, where the input does not say it")
    .option("--region-b <region>", "the region of the bucket, where the input does not say it")
    .option("--parameter <name=value...>", "a template's parameter; `A:name=value` where the two accounts' differ");
}
