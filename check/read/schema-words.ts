import * as v from "valibot";

/** Kinds of values with their words for whoever gives another. */

export const text = (what: string) =>
  v.pipe(v.string(`must be text: ${what}`), v.minLength(1, `must not be empty: ${what}`));
export const matching = (pattern: RegExp, what: string) => v.pipe(text(what), v.regex(pattern, `must be ${what}`));
export const oneOf = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  v.picklist(values, `must be ${values.map((value) => `\`${value}\``).join(" or ")}`);
export const flag = v.boolean("must be true or false");
export const number = v.number("must be a number");

export const keyArn = matching(
  /^arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/.+$/,
  "a KMS key's ARN: arn:<partition>:kms:<region>:<account>:key/<id>",
);
export const roleArn = matching(/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/, "a role's ARN");
