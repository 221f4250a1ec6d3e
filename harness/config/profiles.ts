import { loadSharedConfigFiles } from "@smithy/core/config";
import { didYouMean } from "../nearest.ts";
import { knownSecrets } from "../redaction/known-secrets.ts";
import { ConfigError } from "./config-error.ts";

/**
 * Rejects with a `ConfigError` where the shared AWS configuration has no such profile. The secrets of all its profiles are
 * known afterwards, for one profile may lead to another.
 */
export async function checkProfile(
  name: string,
  { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE }: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  for (const profile of [...Object.values(configFile), ...Object.values(credentialsFile)]) {
    knownSecrets.add(profile.aws_secret_access_key);
    knownSecrets.add(profile.aws_session_token);
  }
  // `[sso-session …]` and `[services …]` are sections of the same file, which the SDK names with a dot.
  const inConfig = Object.keys(configFile).filter((section) => !/^(?:sso-session|services)\./.test(section));
  const known = [...new Set([...inConfig, ...Object.keys(credentialsFile)])];
  if (known.includes(name)) return;
  const files = `${AWS_CONFIG_FILE ?? "~/.aws/config"} and ${AWS_SHARED_CREDENTIALS_FILE ?? "~/.aws/credentials"}`;
  const others = known.length === 0 ? "there is none at all" : didYouMean(name, known);
  throw new ConfigError(`there is no profile \`${name}\` in ${files}; ${others}`);
}
