/** Where a run on AWS acts: `crosscheck.config.ts` has it as its default export. */
export interface CrosscheckConfig {
  /** Owns the data stream, the delivery stream and its role. */
  readonly accountA: AccountConfig;
  /** Owns the bucket. */
  readonly accountB: AccountConfig;
  /** Ids of accounts that are there to be tested in; both must be among them. */
  readonly sandboxAccounts: readonly string[];
  /** Ids of accounts that nothing may ever touch, whatever else this says. */
  readonly forbiddenAccounts?: readonly string[];
  /** What the aliases of both accounts must match, as a regular expression: `-sandbox$`. */
  readonly sandboxAliasPattern?: string;
  /** What all names begin with; `crosscheck` unless given. */
  readonly prefix?: string;
  /**
   * Name of the policy, in both accounts, that every role and user that is made gets as its permissions boundary. Beside it
   * account A has `<name>-with-s3` and `<name>-without-s3`, which the scenarios on boundaries put in its place.
   */
  readonly permissionsBoundary?: string;
  /** After how many hours what a run made is nobody's any more; 6 unless given. */
  readonly expiresAfterHours?: number;
  /** Scenarios that are played at a time; 8 unless given. */
  readonly parallel?: number;
  /** After how many minutes a run ends and cleans up; 180 unless given. */
  readonly timeoutMinutes?: number;
  /** `.crosscheck/journal` beside the file unless given; relative to it. */
  readonly journalFolder?: string;
  /** `.crosscheck/history.db` beside the file unless given; relative to it. */
  readonly historyFile?: string;
}

export interface AccountConfig {
  /** 12 digits. */
  readonly accountId: string;
  /** Of its resources: `eu-central-1`. */
  readonly region: string;
  readonly credentials: CredentialsConfig;
}

/** How credentials are had: never the credentials themselves. */
export type CredentialsConfig = BaseCredentialsConfig | RoleCredentialsConfig | WebIdentityCredentialsConfig;

export type BaseCredentialsConfig = EnvironmentCredentialsConfig | ProfileCredentialsConfig;

export interface EnvironmentCredentialsConfig {
  readonly kind: "environment";
  /** Before the names: `A_` for `A_AWS_ACCESS_KEY_ID`; nothing unless given. */
  readonly prefix?: string;
}

/** Of the shared AWS configuration, with whatever that says: keys, SSO, a role. */
export interface ProfileCredentialsConfig {
  readonly kind: "profile";
  readonly profile: string;
}

export interface RoleCredentialsConfig {
  readonly kind: "role";
  readonly roleArn: string;
  readonly externalId?: string;
  /** `crosscheck` unless given. */
  readonly sessionName?: string;
  /** Who assumes it; the SDK's default chain unless given. */
  readonly from?: BaseCredentialsConfig | WebIdentityCredentialsConfig;
}

/** By a token of an OIDC provider, such as GitHub's. */
export interface WebIdentityCredentialsConfig {
  readonly kind: "web-identity";
  readonly roleArn: string;
  /** Where the token is; the file that `AWS_WEB_IDENTITY_TOKEN_FILE` names unless given. */
  readonly tokenFile?: string;
  /**
   * How long its session lasts; 60 unless given, and no longer than the role's longest session. It has to last as long as
   * the run where the token, as GitHub's, lasts minutes: nothing renews it then.
   */
  readonly sessionMinutes?: number;
}

/** For `crosscheck.config.ts`, so that an editor knows its type. */
export function defineConfig(config: CrosscheckConfig): CrosscheckConfig {
  return config;
}
