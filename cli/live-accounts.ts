import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { InputError } from "../check/input-error.ts";
import { readLive } from "../check/live/read-live.ts";
import type { Site } from "../check/live/reader.ts";
import { snapshotText } from "../check/live/snapshot.ts";
import type { Part } from "../check/part.ts";
import { clientsFor } from "../harness/clients.ts";
import type { InputOptions } from "./check-inputs.ts";
import { writeOutputFile } from "./output-file.ts";
import { UsageError } from "./usage-error.ts";

export interface LiveOptions extends Pick<InputOptions, "deliveryStream" | "regionA" | "regionB"> {
  readonly profileA?: string;
  readonly profileB?: string;
  /** Where what was read is kept. */
  readonly snapshot?: string;
}

/**
 * Reads both accounts through profiles of the AWS configuration, by calls that change nothing; the one account of profile A
 * where no other is given. Rejects with a `UsageError` where one of them cannot be read.
 */
export async function readLiveAccounts(options: LiveOptions): Promise<Part> {
  const { profileA, profileB, deliveryStream, snapshot } = options;
  if (profileA === undefined || deliveryStream === undefined) {
    throw new UsageError(
      "--live needs --profile-a and --delivery-stream, and --profile-b where the bucket is in another account",
    );
  }
  const [siteA, siteB] = await Promise.all([
    openSite("A", profileA, options.regionA),
    openSite("B", profileB ?? profileA, options.regionB ?? options.regionA),
  ]);
  try {
    const part = await readLive(siteA, siteB, deliveryStream);
    if (snapshot !== undefined) {
      await writeOutputFile(snapshot, snapshotText(part, Date.now())).catch((error: Error) => {
        throw new UsageError(`the snapshot cannot be written: ${error.message}`);
      });
    }
    return part;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof InputError) throw new UsageError(error.message);
    throw new UsageError(`the accounts cannot be read: ${(error as Error).name}: ${(error as Error).message}`);
  } finally {
    for (const { clients } of [siteA, siteB]) clients[Symbol.dispose]();
  }
}

async function openSite(side: "A" | "B", profile: string, region = "us-east-1"): Promise<Site> {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  const clients = clientsFor({
    region,
    credentials: fromNodeProviderChain({ profile }),
    // The SDK reads the variable by itself; only a bucket's name in the path has to be asked for.
    ...(endpoint !== undefined && { isPathStyle: true }),
  });
  try {
    const { Account: accountId = "" } = await clients.sts.send(new GetCallerIdentityCommand({}));
    return { side, accountId, region, clients };
  } catch (error) {
    clients[Symbol.dispose]();
    const { name, message } = error as Error;
    throw new UsageError(`account ${side} cannot be read by profile \`${profile}\`: ${name}: ${message}`);
  }
}
