import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StaticCredentials } from "../target.ts";

/** A profile of the shared AWS configuration: a user's key, or a role that another profile assumes. */
export type Profile =
  | { readonly kind: "user"; readonly credentials: StaticCredentials }
  | {
      readonly kind: "role";
      readonly roleArn: string;
      readonly externalId: string;
      readonly region: string;
      readonly source: string;
    };

/** What points AWS SDKs at the files. */
export interface AwsFiles {
  readonly AWS_CONFIG_FILE: string;
  readonly AWS_SHARED_CREDENTIALS_FILE: string;
}

/** Writes the two files of the shared AWS configuration into a folder, for nobody else to read. */
export async function writeAwsFiles(folder: string, profiles: Readonly<Record<string, Profile>>): Promise<AwsFiles> {
  const files = { AWS_CONFIG_FILE: join(folder, "config"), AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials") };
  const sections = Object.entries(profiles).map(([name, profile]) => ({ name, lines: linesOf(profile), profile }));
  const section = (title: string, lines: readonly string[]) => `[${title}]\n${lines.join("\n")}\n`;
  const config = sections
    .filter(({ profile }) => profile.kind === "role")
    .map(({ name, lines }) => section(`profile ${name}`, lines));
  const credentials = sections
    .filter(({ profile }) => profile.kind === "user")
    .map(({ name, lines }) => section(name, lines));
  await writeFile(files.AWS_CONFIG_FILE, config.join("\n"), { mode: 0o600 });
  await writeFile(files.AWS_SHARED_CREDENTIALS_FILE, credentials.join("\n"), { mode: 0o600 });
  return files;
}

function linesOf(profile: Profile): readonly string[] {
  if (profile.kind === "user") {
    const { accessKeyId, secretAccessKey } = profile.credentials;
    return [`aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`];
  }
  const { roleArn, externalId, region, source } = profile;
  return [`role_arn = ${roleArn}`, `external_id = ${externalId}`, `source_profile = ${source}`, `region = ${region}`];
}
