import * as v from "valibot";

const text = v.pipe(v.string("must be text"), v.minLength(1, "must not be empty"));
const accountId = v.pipe(
  v.string("must be 12 digits in quotes: a number loses zeros at its beginning"),
  v.regex(/^\d{12}$/, "must be 12 digits in quotes"),
);
const wholeNumber = (least: number, most: number) => {
  const message = `must be a whole number from ${least} to ${most}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
};
const roleArn = v.pipe(
  v.string("must be the ARN of a role"),
  v.regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    "must be the ARN of a role: `arn:aws:iam::111111111111:role/sandbox`",
  ),
);

const environment = v.strictObject({ kind: v.literal("environment"), prefix: v.optional(text) });
const profile = v.strictObject({ kind: v.literal("profile"), profile: text });
const webIdentity = v.strictObject({ kind: v.literal("web-identity"), roleArn, tokenFile: v.optional(text) });
const role = v.strictObject({
  kind: v.literal("role"),
  roleArn,
  externalId: v.optional(text),
  sessionName: v.optional(
    v.pipe(v.string("must be text"), v.regex(/^[\w+=,.@-]{2,64}$/, "must be 2 to 64 letters, digits or `_+=,.@-`")),
  ),
  from: v.optional(
    v.variant(
      "kind",
      [environment, profile, webIdentity],
      "must be { kind: … }, one of `environment`, `profile`, `web-identity`",
    ),
  ),
});

const account = v.strictObject(
  {
    accountId,
    region: v.pipe(
      v.string("must be a region: `eu-central-1`"),
      v.regex(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, "must be a region: `eu-central-1`"),
    ),
    credentials: v.variant(
      "kind",
      [environment, profile, role, webIdentity],
      "must be { kind: … }, one of `environment`, `profile`, `role`, `web-identity`",
    ),
  },
  "must be an account: { accountId, region, credentials }",
);

/** What `defineConfig` types, for files that nobody compiled. */
export const configSchema = v.strictObject(
  {
    accountA: account,
    accountB: account,
    sandboxAccounts: v.array(accountId, "must be a list of account ids"),
    forbiddenAccounts: v.optional(v.array(accountId, "must be a list of account ids")),
    sandboxAliasPattern: v.optional(v.pipe(text, v.check(isRegularExpression, "must be a regular expression"))),
    prefix: v.optional(
      v.pipe(
        v.string("must be text"),
        v.regex(
          /^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,19}$/,
          "must be 2 to 20 lower-case letters, digits and single hyphens, a letter first: it begins the names of buckets",
        ),
      ),
    ),
    permissionsBoundary: v.optional(
      v.pipe(
        v.string("must be the name of a policy"),
        v.regex(/^[\w+=,.@-]{1,128}$/, "must be the name of a policy, which both accounts have, and not its ARN"),
      ),
    ),
    expiresAfterHours: v.optional(wholeNumber(1, 168)),
    parallel: v.optional(wholeNumber(1, 50)),
    timeoutMinutes: v.optional(wholeNumber(1, 720)),
    journalFolder: v.optional(text),
    historyFile: v.optional(text),
  },
  "must be a configuration: { accountA, accountB, sandboxAccounts }",
);

function isRegularExpression(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
