import { randomBytes } from "node:crypto";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { iamArn } from "../arns.ts";
import { CreationGate } from "../creation-gate.ts";
import type { AccountAccess, Sandbox, StaticCredentials, Target, TargetTime } from "../target.ts";
import { TargetError } from "../target-error.ts";
import { realTime } from "./real-time.ts";

export interface EndpointSettings {
  /** As `--target` names it; the URL unless given. */
  readonly name?: string;
  /** `us-east-1` unless given. */
  readonly region?: string;
  /** Scenarios that are played at a time; 4 unless given. */
  readonly parallel?: number;
  /**
   * How long a control waits for a delivery; 2 unless given: enough for those that write at once, and whoever really buffers
   * for 60 s is not waited for.
   */
  readonly patienceSeconds?: number;
  /** How time passes there; as the machine's unless given. */
  readonly time?: TargetTime;
  /** Whether all that is made there goes when the target ends; not unless given. */
  readonly isEphemeral?: boolean;
  /** Done when the target ends. */
  readonly end?: () => Promise<void>;
}

const accountIds = { A: "111111111111", B: "222222222222" };

/**
 * An endpoint that stands in for AWS: LocalStack, MiniStack, moto, Floci. They take the account from an access key id of
 * 12 digits, or from a role of the account that is assumed. Names with a suffix of its own keep what one scenario makes
 * apart from all others'.
 */
export function endpoint(url: string, settings: EndpointSettings = {}): Target {
  const { region = "us-east-1", parallel = 4, patienceSeconds = 2, isEphemeral = false, time = realTime } = settings;
  let access: Promise<Accounts> | undefined;
  const creations = new CreationGate({ time, parallel });
  return {
    name: settings.name ?? url,
    parallel,
    async open(): Promise<Sandbox> {
      access ??= findAccounts(url, region, settings.time);
      const suffix = randomBytes(4).toString("hex");
      return {
        ...(await access),
        nameOf: (what) => `${what}-${suffix}`,
        setting: [{ name: "endpoint", value: url }],
        time,
        random: Math.random,
        patienceSeconds,
        iamPropagationSeconds: 0,
        bucketSettlingSeconds: 0,
        isEphemeral,
        creations,
        // It does not say what it denied, nor what failed.
        watchDenials: () => async () => [],
        deliveryFailures: async () => [],
        [Symbol.asyncDispose]: async () => {},
      };
    },
    async [Symbol.asyncDispose]() {
      await settings.end?.();
    },
  };
}

type Accounts = Pick<Sandbox, "accountA" | "accountB">;

/** Rejects where nobody answers at the URL. */
async function findAccounts(url: string, region: string, time: TargetTime | undefined): Promise<Accounts> {
  const accessTo = (name: keyof typeof accountIds, credentials: StaticCredentials): AccountAccess => ({
    name,
    region,
    credentials,
    endpoint: url,
    isHttp1Only: true,
    maxAttempts: 1,
    ...(time !== undefined && { signsAt: () => time.now() }),
  });
  const byKeyId = (name: keyof typeof accountIds): StaticCredentials => ({
    accessKeyId: accountIds[name],
    secretAccessKey: "test",
  });
  const sts = new STSClient({ region, endpoint: url, maxAttempts: 1, credentials: byKeyId("A") });
  try {
    const { Account: seen } = await sts.send(new GetCallerIdentityCommand({}));
    if (seen === accountIds.A) return { accountA: accessTo("A", byKeyId("A")), accountB: accessTo("B", byKeyId("B")) };
    const [a, b] = await Promise.all([
      assumeRoleIn(sts, region, accountIds.A),
      assumeRoleIn(sts, region, accountIds.B),
    ]);
    return { accountA: accessTo("A", a), accountB: accessTo("B", b) };
  } catch (error) {
    throw new TargetError(`${url} does not answer as AWS does: ${(error as Error).message || (error as Error).name}`, {
      cause: error,
    });
  } finally {
    sts.destroy();
  }
}

/** moto gives credentials for any role of any account, also for one that nobody has made. */
async function assumeRoleIn(sts: STSClient, region: string, accountId: string): Promise<StaticCredentials> {
  const { Credentials: session } = await sts.send(
    new AssumeRoleCommand({ RoleArn: iamArn(region, accountId, "role/crosscheck"), RoleSessionName: "crosscheck" }),
  );
  if (session?.AccessKeyId === undefined || session.SecretAccessKey === undefined) {
    throw new Error(`no credentials for account ${accountId}`);
  }
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = session;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}
