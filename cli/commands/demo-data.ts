import { type DefineCommand, examplesText } from "../command.ts";

export const defineDemoData: DefineCommand = (program, { streams }) => {
  program
    .command("demo-data")
    .description("write records to send: the Firehose console's stock tickers, or Amazon Monitron's events")
    .argument("[kind]", "`stock-ticker` or `monitron`", "stock-ticker")
    .option("--count <number>", "how many; without end unless given")
    .option("--rate <number>", "records a second; 100 unless given")
    .option("--seed <number>", "draw the same records as another run with it")
    .option("--account <id>", "the account that Monitron's events name", "111111111111")
    .addHelpText(
      "after",
      examplesText([
        { command: "crosscheck demo-data --count 10", does: "ten stock tickers, one a line" },
        { command: "crosscheck demo-data monitron --count 100 --seed 1", does: "the same hundred events each time" },
      ]),
    )
    .action(async (kind: string, options) => {
      const { demoDataCommand } = await import("../demo-data-command.ts");
      await demoDataCommand({ kind, ...options }, streams);
    });
};
