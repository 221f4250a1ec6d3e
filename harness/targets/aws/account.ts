import type { AccountConfig } from "../../config/config.ts";
import { credentialsOf } from "../../config/credentials.ts";
import type { AccountAccess, TargetTime } from "../../target.ts";
import { realTime } from "../real-time.ts";

/** One of the two accounts of a configuration, and how to act in it. */
export interface AwsAccount extends Omit<AccountAccess, "name" | "plugins" | "passCall"> {
  readonly id: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Endpoints, retries and all else that the SDK takes from its environment are left to it; `environment` is this process'. */
export function awsAccount(
  account: AccountConfig,
  time: TargetTime,
  environment: Environment = process.env,
): AwsAccount {
  const { accountId: id, region } = account;
  return {
    id,
    region,
    credentials: credentialsOf(account, { time, environment }),
    isPathStyle: endpointIn(environment) !== undefined || environment.AWS_ENDPOINT_URL_S3 !== undefined,
    ...(time !== realTime && { signsAt: () => time.now(), speed: time.speed ?? 1 }),
    environment: forTheCli(environment),
  };
}

/** Where the services are, where it is not AWS. */
export function endpointIn({ AWS_ENDPOINT_URL: endpoint }: Environment): string | undefined {
  return endpoint;
}

/** What the CLI is told of how to reach AWS; as whom, it is told for each account. */
function forTheCli(environment: Environment): Readonly<Record<string, string>> {
  const how = /^AWS_(ENDPOINT_URL\w*|CA_BUNDLE|RETRY_MODE|MAX_ATTEMPTS|USE_FIPS_ENDPOINT|USE_DUALSTACK_ENDPOINT)$/;
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && how.test(name) ? [[name, value] as const] : [],
    ),
  );
}
