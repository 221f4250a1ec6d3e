import { fromIni, fromNodeProviderChain, fromTemporaryCredentials, fromTokenFile } from "@aws-sdk/credential-providers";
import { isThrottlingError } from "@smithy/core/retry";
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider, SdkError } from "@smithy/types";
import pRetry from "p-retry";
import { learningPlugin, learningProvider } from "../redaction/known-secrets.ts";
import type { TargetTime } from "../target.ts";
import type { AccountConfig, CredentialsConfig, EnvironmentCredentialsConfig } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { problemOf, titleOf } from "./credentials-problem.ts";
import { checkProfile } from "./profiles.ts";

export interface CredentialsSettings {
  readonly time: Pick<TargetTime, "now">;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Beside the attempts of the SDK, for roles are assumed at a rate that all of an account share. */
const patience = { retries: 8, minTimeout: 250, factor: 1.5, randomize: true };

/** Before they end: a call that is made with them may take a while, the AWS CLI's above all. */
const renewedBeforeMs = 15 * 60_000;

/**
 * The credentials of an account, had anew before they end. That is reckoned by the target's time: a rehearsal's session
 * ends by a clock that runs fast. `forceRefresh` has them anew at once, as in the SDK's own providers. Where they cannot be
 * had anew, those of before are good until they end. Rejects with a `ConfigError` that says which cannot be had, why, and
 * what to do.
 */
export function credentialsOf(
  { credentials: config, region }: Pick<AccountConfig, "credentials" | "region">,
  { time, environment = process.env }: CredentialsSettings,
): AwsCredentialIdentityProvider {
  const provider = learningProvider(providerOf(config, region, environment));
  let held: AwsCredentialIdentity | undefined;
  let coming: Promise<AwsCredentialIdentity> | undefined;
  const leftMs = ({ expiration }: AwsCredentialIdentity) => (expiration?.getTime() ?? Infinity) - time.now();
  const renew = async () => {
    try {
      held = await pRetry(() => provider(), {
        ...patience,
        shouldRetry: ({ error }) => isThrottlingError(error as SdkError),
      });
      return held;
    } catch (error) {
      if (held !== undefined && leftMs(held) > 0) return held;
      throw new ConfigError(`credentials cannot be had, ${titleOf(config)}: ${problemOf(config, error)}`, {
        cause: error,
      });
    } finally {
      coming = undefined;
    }
  };
  const renewed = () => {
    coming ??= renew();
    return coming;
  };
  return async (properties) => {
    const isGood = held !== undefined && leftMs(held) > renewedBeforeMs && properties?.forceRefresh !== true;
    const identity = (isGood ? held : undefined) ?? (await renewed());
    // The SDK keeps what lasts by this machine's clock, and asks here each time for what has ended by it.
    return identity.expiration === undefined ? identity : { ...identity, expiration: new Date(0) };
  };
}

function providerOf(
  config: CredentialsConfig,
  region: string,
  environment: NonNullable<CredentialsSettings["environment"]>,
): AwsCredentialIdentityProvider {
  const common = { clientConfig: { region }, clientPlugins: [learningPlugin] };
  switch (config.kind) {
    case "environment":
      return async () => fromVariables(config, environment);
    case "profile":
      return fromProfile(config.profile, fromIni({ profile: config.profile, ...common }), environment);
    case "role": {
      const { roleArn: RoleArn, externalId: ExternalId, sessionName = "crosscheck", from } = config;
      return fromTemporaryCredentials({
        params: { RoleArn, RoleSessionName: sessionName, ...(ExternalId !== undefined && { ExternalId }) },
        masterCredentials: learningProvider(
          from === undefined ? fromNodeProviderChain() : providerOf(from, region, environment),
        ),
        ...common,
      });
    }
    case "web-identity":
      return fromTokenFile({
        roleArn: config.roleArn,
        roleSessionName: "crosscheck",
        ...(config.tokenFile !== undefined && { webIdentityTokenFile: config.tokenFile }),
        ...(config.sessionMinutes !== undefined && { durationSeconds: config.sessionMinutes * 60 }),
        ...common,
      });
  }
}

function fromProfile(
  name: string,
  provider: AwsCredentialIdentityProvider,
  environment: NonNullable<CredentialsSettings["environment"]>,
): AwsCredentialIdentityProvider {
  return async (...properties) => {
    await checkProfile(name, environment);
    return provider(...properties);
  };
}

function fromVariables(
  { prefix = "" }: EnvironmentCredentialsConfig,
  environment: NonNullable<CredentialsSettings["environment"]>,
): AwsCredentialIdentity {
  const variable = (name: string) => environment[`${prefix}${name}`];
  const accessKeyId = variable("AWS_ACCESS_KEY_ID");
  const secretAccessKey = variable("AWS_SECRET_ACCESS_KEY");
  if (!accessKeyId || !secretAccessKey) {
    const missing = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].filter((name) => !variable(name));
    throw new Error(`${missing.map((name) => `\`${prefix}${name}\``).join(" and ")} not set`);
  }
  const sessionToken = variable("AWS_SESSION_TOKEN");
  const expiration = variable("AWS_CREDENTIAL_EXPIRATION");
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    ...(expiration && { expiration: new Date(expiration) }),
  };
}
