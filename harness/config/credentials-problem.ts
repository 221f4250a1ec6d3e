import type { CredentialsConfig, RoleCredentialsConfig } from "./config.ts";

/** As a clause: `by the profile \`sandbox-a\``. */
export function titleOf(config: CredentialsConfig): string {
  switch (config.kind) {
    case "environment":
      return `by the variables \`${config.prefix ?? ""}AWS_ACCESS_KEY_ID\` and so on`;
    case "profile":
      return `by the profile \`${config.profile}\``;
    case "role":
      return `by the role \`${config.roleArn}\`${config.from === undefined ? "" : `, which is assumed ${titleOf(config.from)}`}`;
    case "web-identity":
      return `by the role \`${config.roleArn}\` and an OIDC token`;
  }
}

/** What went wrong where credentials were to be had or used: in AWS's or the SDK's words, and what to do about it. */
export function problemOf(config: CredentialsConfig, error: unknown): string {
  const { name, message } = error as Error;
  const said = isAwsCode(name) ? `${name}: ${message}` : message || name;
  const advice = adviceOn(config, name, message);
  return advice === undefined ? said : `${said.replace(/\.$/, "")}; ${advice}`;
}

/** The SDK's own errors are named after their classes. */
function isAwsCode(name: string): boolean {
  return !/(?:Error|ProviderError)$/.test(name);
}

function adviceOn(config: CredentialsConfig, name: string, message: string): string | undefined {
  const base = baseOf(config);
  if (/SSO session|SSO token|sso login/i.test(message) && base.kind === "profile") {
    return `sign in: \`aws sso login --profile ${base.profile}\``;
  }
  switch (name) {
    case "ExpiredToken":
    case "ExpiredTokenException":
      return "they have expired: get new ones";
    case "InvalidClientTokenId":
    case "UnrecognizedClientException":
    case "InvalidAccessKeyId":
      return "AWS knows no such access key: it was deleted, is not active, or is a part of other credentials";
    case "SignatureDoesNotMatch":
      return "the secret access key is not the one of this access key";
    case "AccessDenied":
    case "AccessDeniedException":
      return config.kind === "role" ? adviceOnRole(config) : adviceOnOthers(config);
    default:
      return undefined;
  }
}

/** Whose keys come first. */
function baseOf(config: CredentialsConfig): Exclude<CredentialsConfig, RoleCredentialsConfig> {
  return config.kind === "role" ? (config.from ?? { kind: "environment" }) : config;
}

function adviceOnRole({ externalId }: RoleCredentialsConfig): string {
  const asked =
    externalId === undefined
      ? "no `externalId` is given, which the policy may ask for"
      : `with the external ID \`${externalId}\``;
  return `the role's trust policy must let this identity assume it (${asked}), and the identity's own policies too`;
}

function adviceOnOthers({ kind }: CredentialsConfig): string | undefined {
  if (kind === "profile") return "the trust policy of the profile's role must let its source assume it";
  if (kind === "web-identity") return "the role's trust policy must let this token's subject and audience in";
  return undefined;
}
