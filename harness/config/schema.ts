import * as v from "valibot";
import { list, members, oneOf, text, wholeNumber, wrong } from "./schema-parts.ts";

const accountId = text('12 digits in quotes, as "111111111111"', /^\d{12}$/);
const roleArn = text(
  "the ARN of a role, as `arn:aws:iam::111111111111:role/crosscheck`",
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
);

const environment = members(
  {
    kind: v.literal("environment"),
    prefix: v.optional(text("what stands before `AWS_ACCESS_KEY_ID`, as `A_`", /^\w+$/)),
  },
  '{ kind: "environment", prefix? }',
);
const profile = members(
  { kind: v.literal("profile"), profile: text("the name of a profile of the shared AWS configuration") },
  '{ kind: "profile", profile }',
);
const webIdentity = members(
  {
    kind: v.literal("web-identity"),
    roleArn,
    tokenFile: v.optional(text("the path of a file with an ID token")),
    sessionMinutes: v.optional(wholeNumber(15, 720)),
  },
  '{ kind: "web-identity", roleArn, tokenFile?, sessionMinutes? }',
);
const role = members(
  {
    kind: v.literal("role"),
    roleArn,
    externalId: v.optional(text("2 to 1224 letters, digits or `_+=,.@:/-`", /^[\w+=,.@:/-]{2,1224}$/)),
    sessionName: v.optional(text("2 to 64 letters, digits or `_+=,.@-`", /^[\w+=,.@-]{2,64}$/)),
    from: v.optional(oneOf(["environment", "profile", "web-identity"], [environment, profile, webIdentity])),
  },
  '{ kind: "role", roleArn, externalId?, sessionName?, from? }',
);

const account = members(
  {
    accountId,
    region: text("a region, as `eu-central-1`", /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/),
    credentials: oneOf(["environment", "profile", "role", "web-identity"], [environment, profile, role, webIdentity]),
  },
  "an account: { accountId, region, credentials }",
);

/** What `defineConfig` types, for files that nobody compiled. Lengths of names: STS API Reference, AssumeRole. */
export const configSchema = members(
  {
    accountA: account,
    accountB: account,
    sandboxAccounts: list(accountId, 'a list of account ids, as ["111111111111"]'),
    forbiddenAccounts: v.optional(list(accountId, 'a list of account ids, as ["333333333333"]')),
    sandboxAliasPattern: v.optional(
      v.pipe(
        text("a regular expression, as `-sandbox$`"),
        v.check(isRegularExpression, wrong("a regular expression, as `-sandbox$`")),
      ),
    ),
    prefix: v.optional(
      text(
        "2 to 20 lower-case letters, digits and single hyphens, a letter first, for it begins the names of buckets",
        /^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,19}$/,
      ),
    ),
    permissionsBoundary: v.optional(
      text("the name of a policy that both accounts have, and not its ARN", /^[\w+=,.@-]{1,128}$/),
    ),
    expiresAfterHours: v.optional(wholeNumber(1, 168)),
    parallel: v.optional(wholeNumber(1, 50)),
    timeoutMinutes: v.optional(wholeNumber(1, 720)),
    journalFolder: v.optional(text("the path of a folder")),
    historyFile: v.optional(text("the path of a file")),
  },
  "a configuration: { accountA, accountB, sandboxAccounts }",
);

function isRegularExpression(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
