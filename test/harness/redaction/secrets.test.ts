import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactDeep } from "../../../harness/redaction/deep.ts";
import { Secrets } from "../../../harness/redaction/secrets.ts";

const secretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYzzzzzzzzzz";
// Without repetitions: where a secret repeats itself, what follows it may go on with it.
const token = `FwoGZXIvYXdzEBYaD/${["a", "b", "c"].map((seed) => createHash("sha256").update(seed).digest("base64")).join("+")}`;
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("a secret that is known", () => {
  const secrets = new Secrets([secretKey, token]);

  test.each([
    ["as it is", `the key is ${secretKey}.`, "the key is [redacted]."],
    ["twice", `${secretKey} ${secretKey}`, "[redacted] [redacted]"],
    ["in the middle of a word", `x${secretKey}y`, "x[redacted]y"],
    ["in a URL", `?a=${encodeURIComponent(secretKey)}&b=1`, "?a=[redacted]&b=1"],
    [
      "in a URL, in lower case",
      `?a=${encodeURIComponent(secretKey).replaceAll(/%../g, (each) => each.toLowerCase())}`,
      "?a=[redacted]",
    ],
    ["in a URL within a URL", `?a=${encodeURIComponent(encodeURIComponent(secretKey))}`, "?a=[redacted]"],
    ["in JSON that escapes slashes", `"${secretKey.replace("/", String.raw`\/`)}"`, `"[redacted]"`],
    ["in hexadecimal digits", Buffer.from(secretKey).toString("hex"), "[redacted]"],
    ["cut short", `${secretKey.slice(0, 24)}…`, "[redacted]…"],
  ])("is redacted %s", (_where, text, expected) => {
    expect(secrets.redact(text)).toBe(expected);
  });

  test.each([0, 1, 2, 3, 4, 5])("is redacted in base64 with %i bytes before it", (before) => {
    const encoded = base64(`${"-".repeat(before)}${secretKey} and more`);
    const shown = secrets.redact(encoded);
    expect(Buffer.from(shown.replaceAll("[redacted]", ""), "base64").toString()).not.toContain(secretKey.slice(2, 10));
    expect(shown).toContain("[redacted]");
  });

  test("is not redacted where another of the same beginning is meant", () => {
    expect(secrets.redact(`${secretKey.slice(0, 12)}-something-else`)).toBe(`${secretKey.slice(0, 12)}-something-else`);
  });

  test("is redacted wherever it is put, and what surrounds it stays", () => {
    const words = fc.string({ unit: fc.constantFrom(..."abc xyz 019\n,.:") });
    fc.assert(
      fc.property(words, words, fc.constantFrom(secretKey, token), (before, after, secret) => {
        expect(secrets.redact(`${before}\n${secret}\n${after}`)).toBe(`${before}\n[redacted]\n${after}`);
      }),
    );
  });

  test("is no secret where it is as short as a word", () => {
    expect(new Secrets(["test", "password"]).redact("a test of the password")).toBe("a test of the password");
  });
});

describe("what looks like a secret", () => {
  const unknown = new Secrets();
  const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvOm8vciJ9.c2lnbmF0dXJlLW9mLXRoZS1pc3N1ZXI";
  const signature = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";

  test.each([
    [
      "a presigned URL",
      `https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261124%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20261124T000000Z&X-Amz-Security-Token=${encodeURIComponent(token)}&X-Amz-SignedHeaders=host&X-Amz-Signature=${signature}`,
      "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=[redacted]&X-Amz-Date=20261124T000000Z&X-Amz-Security-Token=[redacted]&X-Amz-SignedHeaders=host&X-Amz-Signature=[redacted]",
    ],
    [
      "a signed request's header",
      `Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261124/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
      "Authorization: AWS4-HMAC-SHA256 Credential=[redacted], SignedHeaders=host;x-amz-date, Signature=[redacted]",
    ],
    ["a bearer token", "authorization: Bearer abcdefghijklmnopqrstuvwxyz", "authorization: Bearer [redacted]"],
    [
      "an authorization of another kind",
      `{"authorization":"abcdefghijklmnopqrstuvwxyz"}`,
      `{"authorization":"[redacted]"}`,
    ],
    ["a canonical request's session token", `x-amz-security-token:${token}\n`, "x-amz-security-token:[redacted]\n"],
    [
      "a header as Node prints it",
      `{ 'x-amz-security-token': '${token}' }`,
      "{ 'x-amz-security-token': '[redacted]' }",
    ],
    [
      "an answer in JSON",
      `{"SecretAccessKey": "${secretKey}", "Status": "Active"}`,
      `{"SecretAccessKey": "[redacted]", "Status": "Active"}`,
    ],
    ["JSON in JSON", `{\\"SessionToken\\":\\"${token}\\"}`, `{\\"SessionToken\\":\\"[redacted]\\"}`],
    [
      "an answer in XML",
      `<SecretAccessKey>${secretKey}</SecretAccessKey>`,
      "<SecretAccessKey>[redacted]</SecretAccessKey>",
    ],
    [
      "JSON in HTML",
      `&quot;sessionToken&quot;:&quot;${token}&quot;`,
      "&quot;sessionToken&quot;:&quot;[redacted]&quot;",
    ],
    ["a variable", `AWS_SECRET_ACCESS_KEY=${secretKey}`, "AWS_SECRET_ACCESS_KEY=[redacted]"],
    ["a profile's line", `aws_session_token = ${token}`, "aws_session_token = [redacted]"],
    ["a form", `WebIdentityToken=${jwt}&Version=2011-06-15`, "WebIdentityToken=[redacted]&Version=2011-06-15"],
    ["an ID token", `the token ${jwt} has expired`, "the token [redacted] has expired"],
    [
      "an ID token after an escaped line feed",
      `\\neyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvOm8vciJ9.c2lnbmF0dXJlLW9mLXRoZS1pc3N1ZXI`,
      "\\n[redacted]",
    ],
    ["a session token", `the session ${token} has expired`, "the session [redacted] has expired"],
    [
      "a key beside its id",
      `ACCESSKEY\tAKIAIOSFODNN7EXAMPLE\t2026-11-24\t${secretKey}\tActive`,
      "ACCESSKEY\tAKIAIOSFODNN7EXAMPLE\t2026-11-24\t[redacted]\tActive",
    ],
    ["a secret key by its short name", `SecretKey: ${secretKey}`, "SecretKey: [redacted]"],
    ["a secret in quotes", `secret="${secretKey}"`, 'secret="[redacted]"'],
    [
      "Terraform's state, far from the id",
      `{"id":"AKIAIOSFODNN7EXAMPLE","x":"${"y".repeat(300)}","secret":"${secretKey}"}`,
      `{"id":"AKIAIOSFODNN7EXAMPLE","x":"${"y".repeat(300)}","secret":"[redacted]"}`,
    ],
    ["a password", "password=correct-h0rse", "password=[redacted]"],
    ["a password for SMTP", `ses_smtp_password_v4: ${secretKey}`, "ses_smtp_password_v4: [redacted]"],
    [
      "a private key",
      "-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG\nSIb3DQEB\n-----END RSA PRIVATE KEY-----",
      "-----BEGIN RSA PRIVATE KEY-----\n[redacted]-----END RSA PRIVATE KEY-----",
    ],
    ["an ID token on lines", `the token ${jwt.replaceAll(".", ".\n")} has expired`, "the token [redacted] has expired"],
    ["a token of GitHub", `of github_pat_11ABCDEFG0aaaa_${"b".repeat(40)}`, "of [redacted]"],
    ["a token of npm", `of npm_${"a1".repeat(18)}`, "of [redacted]"],
    ["a token of Slack", "of xoxb-123456789012-abcdefghijkl", "of [redacted]"],
    ["a password in a URL", "http://user:correct-horse@127.0.0.1:4566/", "http://user:[redacted]@127.0.0.1:4566/"],
    ["base64 of JSON", base64(`{"SecretAccessKey":"${secretKey}"}`), "[redacted]"],
    [
      "base64 of a header after an escaped line feed",
      `\\n${base64(`Authorization: Bearer ${token}`)}`,
      /^\\?n?\[redacted\]=*$/,
    ],
  ])("%s", (_what, text, expected) => {
    if (expected instanceof RegExp) expect(unknown.redact(text)).toMatch(expected);
    else expect(unknown.redact(text)).toBe(expected);
    expect(unknown.redact(unknown.redact(text))).toBe(unknown.redact(text));
  });
});

describe("what is no secret", () => {
  const secrets = new Secrets([secretKey, token]);

  test.each([
    "This is a pen",
    base64("This is a pen, and this is another pen, and there are more pens than anybody counted."),
    "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Administrator_0123456789abcdef",
    "arn:aws:s3:::landing-1/2026/11/24/09/orders-1-2026-11-24-09-00-00-6f1c8a2e-4a0c-4c63-9c3e-d7a1e4e7b0aa.gz",
    '{"Condition":{"StringEquals":{"sts:ExternalId":"111111111111","s3:x-amz-acl":"bucket-owner-full-control"}}}',
    '{"Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-11-24T00:00:00Z"}}}',
    '{"Condition":{"NumericGreaterThan":{"s3:signatureAge":"600000"},"StringNotEquals":{"s3:signatureversion":"AWS4-HMAC-SHA256"}}}',
    "AWS4-HMAC-SHA256\n20261124T000000Z\n20261124/us-east-1/s3/aws4_request\n5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
    "AKIAIOSFODNN7EXAMPLE at commit da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "x-amz-id-2: eftixk72aD6Ap51TnqcoF8eFidJG9Z/2mkiDFu8yU9AS1ed4OpIszj7UDNEHGran",
    "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
    "NextContinuationToken=1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=",
    "the environment variable AWS_SESSION_TOKEN is not set",
    "AccessDenied: User: arn:aws:iam::111111111111:user/ann is not authorized to perform: sts:AssumeRole",
    "/srv/project/harness/redaction/known-secrets.ts:12:34",
    "http://127.0.0.1:4566/bucket/key@version",
  ])("stays as it is: %s", (text) => {
    expect(secrets.redact(text)).toBe(text);
  });
});

describe("a value", () => {
  const hide = (text: string) => text.replaceAll("secret", "[redacted]");

  test("is redacted at any depth", () => {
    const value = { a: ["a secret", { b: "secret", c: 1 }], d: undefined, e: null };
    expect(redactDeep(value, hide)).toEqual({
      a: ["a [redacted]", { b: "[redacted]", c: 1 }],
      d: undefined,
      e: null,
    });
  });

  test("without any secret is the very same", () => {
    const value = { a: ["nothing", { b: new Date(0) }] };
    expect(redactDeep(value, hide)).toBe(value);
  });
});
