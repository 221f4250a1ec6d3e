import { type DefineCommand, examplesText } from "../command.ts";

export const defineServe: DefineCommand = (program, { streams, unredacted }) => {
  program
    .command("serve")
    .description("start the embedded AWS alone, for any SDK or CLI")
    .option("--port <number>", "the port; any free one unless given")
    .option("--host <address>", "the address to listen at", "127.0.0.1")
    .option("--tls", "speak TLS, too, with a certificate made for this run; plain HTTP is then insecure to policies")
    .option("--cert <file>", "with --tls: your own certificate and its chain, in PEM")
    .option("--key <file>", "with --tls: the certificate's private key, in PEM")
    .option("--region <region>", "the region of the accounts' resources", "us-east-1")
    .option(
      "--accounts <file>",
      'JSON: [{ "id": "111111111111", "name": "A", "accessKeyId": …, "secretAccessKey": … }, …]',
    )
    .option("--organization <file>", "JSON: the organization that the accounts are in, with its policies")
    .option(
      "--issuers <file>",
      'JSON: who signs web identities, with public keys: [{ "issuer": …, "keys": [JWK, …] }, …]',
    )
    .option("--iam-propagation <duration>", "how long changes in IAM are not seen yet, as on AWS: 4s")
    .option("--seed <number>", "draw the same identifiers as another run with it")
    .option("--decisions", "print why, whenever a policy denies something")
    .option("--like-aws", "take AWS's times: delays, statuses, request rates, buffering, eventual consistency")
    .option("--speed <number>", "with --like-aws: a clock that runs so many times as fast as the machine's")
    .option("--throttle <percent>", "with --like-aws: refuse that share of the calls as too fast, at random")
    .option("--virtual-clock", "time stands still until POST /_crosscheck/clock?advance=300s moves it")
    .option("--control-token <token>", "what requests to the clock have to bring: Authorization: Bearer <token>")
    .addHelpText(
      "after",
      examplesText([
        { command: "crosscheck serve --port 4500", does: "two accounts with drawn keys, which it prints" },
        { command: "crosscheck serve --accounts accounts.json --decisions", does: "your accounts, and why it denies" },
        { command: "crosscheck serve --tls", does: "over TLS, with a certificate that it says how to trust" },
      ]),
    )
    .action(async (options) => {
      const { serveCommand } = await import("../serve-command.ts");
      await serveCommand(options, streams, unredacted);
    });
};
