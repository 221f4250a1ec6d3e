import { setTimeout as sleep } from "node:timers/promises";
import { KinesisClient, ListStreamsCommand } from "@aws-sdk/client-kinesis";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { region } from "../accounts.ts";
import { accountA, keysOf, type Party } from "./party.ts";

/** Resolves when the first request has been answered; rejects after 60 s. */
export async function firstAnswer(url: string, has: Party["has"]): Promise<void> {
  const credentials = keysOf(accountA);
  const sts = new STSClient({ endpoint: url, region, credentials, maxAttempts: 1 });
  const { requestHandler } = sts.config;
  const kinesis = new KinesisClient({ endpoint: url, region, credentials, maxAttempts: 1, requestHandler });
  const ask = async () =>
    has === "everything" ? sts.send(new GetCallerIdentityCommand({})) : kinesis.send(new ListStreamsCommand({}));
  const deadline = performance.now() + 60_000;
  try {
    for (;;) {
      try {
        await ask();
        return;
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await sleep(10);
      }
    }
  } finally {
    sts.destroy();
  }
}
