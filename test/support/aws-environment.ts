import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setEnvironment } from "../../harness/rehearsal/environment.ts";
import type { Keys } from "./clients.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Of a profile of the shared AWS configuration: `role_arn`, … */
export type ProfileSettings = Readonly<Record<string, string>>;

/** Where AWS's SDKs of this process find it, while a test goes on. */
export interface AwsEnvironment extends Disposable {
  readonly folder: string;
  /** Of the shared AWS configuration. */
  readonly configFile: string;
  readonly credentialsFile: string;
}

/** Points this process' SDKs at an endpoint, with these profiles and no other credentials but those in `variables`. */
export function awsEnvironment(
  endpoint: string,
  profiles: Readonly<Record<string, ProfileSettings>>,
  variables: Readonly<Record<string, string>> = {},
): AwsEnvironment {
  const folder = temporaryFolder();
  const configFile = join(folder.path, "config");
  const credentialsFile = join(folder.path, "credentials");
  const sections = Object.entries(profiles).map(([name, settings]) =>
    [`[profile ${name}]`, ...Object.entries(settings).map(([key, value]) => `${key} = ${value}`), ""].join("\n"),
  );
  writeFileSync(configFile, sections.join("\n"));
  writeFileSync(credentialsFile, "");
  const environment = setEnvironment({
    AWS_ENDPOINT_URL: endpoint,
    AWS_CONFIG_FILE: configFile,
    AWS_SHARED_CREDENTIALS_FILE: credentialsFile,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
    ...variables,
  });
  return {
    folder: folder.path,
    configFile,
    credentialsFile,
    [Symbol.dispose]() {
      environment[Symbol.dispose]();
      folder[Symbol.dispose]();
    },
  };
}

export function keyProfile({ accessKeyId, secretAccessKey, sessionToken }: Keys): ProfileSettings {
  return {
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey,
    ...(sessionToken !== undefined && { aws_session_token: sessionToken }),
  };
}
