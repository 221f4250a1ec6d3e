import { merged, type Range } from "./ranges.ts";

/** A quote, as it is or escaped for JSON, HTML or a URL. */
const quote = String.raw`(?:\\*["'\x60]|&quot;|&#39;|&#x27;|%22)?`;
/** Between a name and its value: in JSON, XML, files of settings, forms, URLs. */
const assigns = String.raw`(?:${quote}\s*(?:[:=]|%3A|%3D)\s*${quote}|>|&gt;)`;
const notRedacted = String.raw`(?!\[redacted\])`;
/** One character of a value in any of these. */
const inValue = String.raw`(?:(?!%26|%22)[^\s"'\x60\\<>&,;)}\]])`;
/** Up to what ends a value. */
const value = `${notRedacted}${inValue}{8,}`;
/** A value that nobody says in words: neither an ARN nor a name, nor where else it is found, as `var.password`. */
const drawnValue = String.raw`${notRedacted}(?!arn:|[a-z_]\w*\.|\$)(?=${inValue}{0,99}\d)(?=${inValue}{0,99}[A-Za-z])${inValue}{16,}`;
const drawnPassword = String.raw`${notRedacted}(?!arn:|[a-z_]\w*\.|\$)(?=${inValue}{0,99}[\d!#%*+/=?@^~])${inValue}{8,}`;

const secretNames = [
  ...[
    "secret[_-]?(?:access[_-]?)?key",
    "session[_-]?token",
    "security[_-]?token",
    "web[_-]?identity[_-]?token",
    "container_authorization_token",
  ],
  ...[
    "access[_-]?token",
    "refresh[_-]?token",
    "client[_-]?secret",
    "auth[_-]?token",
    "sse_?customer_?key",
    "SignatureProvided",
    "Token-0",
  ],
  ...["x-amz-security-token", "x-amz-s3session-token", "x-amz-signature", "x-amz-credential"],
];

/** What such a text begins with says whose token it is. */
const issuedTokens = [
  // GitHub, npm, GitLab, Slack.
  ...["gh[opsur]_[A-Za-z0-9]{36,}", String.raw`github_pat_\w{22,}`, "npm_[A-Za-z0-9]{36,}"],
  ...[String.raw`glpat-[\w-]{20,}`, String.raw`xox[a-z]-[\w-]{10,}`],
];

/** Each finds a secret after what its first group has; without one it is all that is found. */
const shapes: readonly RegExp[] = [
  // Header, query parameter, member, variable or element.
  new RegExp(`((?:${secretNames.join("|")})${assigns})${value}`, "gi"),
  // Names that are used for other things, too.
  new RegExp(`((?<![a-z])secret${assigns})${drawnValue}`, "gi"),
  new RegExp(String.raw`((?:password|passwd)(?:_v\d)?${assigns})${drawnPassword}`, "gi"),
  // Signature Version 4's header; what is signed stays, for it explains a refusal.
  /\b(AWS4-HMAC-SHA256\s+Credential=)(?!\[)[^\s,"'<]+/g,
  /\b(Signature(?:=|%3D))[0-9A-Za-z+/%=]{16,}/g,
  /\b(AWS A[KS]IA[A-Z0-9]{12,}:)(?!\[)[^\s,"'<]+/g,
  /\b((?:Bearer|Basic)\s+)[\w.~+/=-]{16,}/gi,
  new RegExp(String.raw`(\bauthorization${assigns})(?!\[redacted\]|AWS4-|AWS |Bearer |Basic )${value}`, "gi"),
  // A JSON Web Token: what an OIDC provider signs, perhaps after an escape. Bounded, for a hostile text has many beginnings.
  /(?:(?<![\w-])|(?<=\\[nrt]|%[\dA-F]{2}))eyJ[\w-]{5,1024}\.\s{0,9}eyJ[\w-]{5,16384}\.\s{0,9}[\w-]{16,}/g,
  // Session tokens by their beginnings, as they are commonly seen. AWS documents no format: others are found as known secrets.
  /(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoDYXdz)[A-Za-z0-9/+=%]{48,}/g,
  new RegExp(String.raw`\b(?:${issuedTokens.join("|")})`, "g"),
  // A private key: RFC 7468; up to its end, or all that is left of it.
  /(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:\s|\\[nr])*)(?!\[redacted\]|\s|\\[nr])[^-]+(?:-(?!----)[^-]*)*/g,
  // A password in a URL.
  /(:\/\/[^\s/:@"']+:)(?!\[redacted\])[^\s/@"']+(?=@)/g,
];

const accessKeyId = /A[KS]IA[A-Z0-9]{16}/g;
/** Git's hashes and others have as many characters, but of fewer kinds. */
const secretKey =
  /(?<![A-Za-z0-9/+=])(?=[A-Za-z/+]*\d)(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
/** How far from its id a secret key may stand to be taken for one. */
const nearby = 200;

/** Where a text has what is secret by where it stands or by what it looks like, whoever it belongs to. */
export function findShapes(text: string): readonly Range[] {
  const found = merged(shapes.flatMap((shape) => [...text.matchAll(shape)].map(secretOf)));
  return [...found, ...secretKeysIn(text, found)];
}

function secretOf({ index, 0: whole, 1: before = "" }: RegExpExecArray): Range {
  return { from: index + before.length, to: index + whole.length };
}

/** Secret keys beside ids that are not part of anything secret themselves. */
function secretKeysIn(text: string, found: readonly Range[]): readonly Range[] {
  const ids = rangesOf(text, accessKeyId).filter(outside(found));
  return ids.length === 0 ? [] : rangesOf(text, secretKey).filter(near(ids));
}

function rangesOf(text: string, pattern: RegExp): readonly Range[] {
  return [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({ from: index, to: index + length }));
}

/** Of ranges that are asked for in order: whether one begins in none of the others, which are in order, too. */
function outside(others: readonly Range[]): (range: Range) => boolean {
  let next = 0;
  return ({ from }) => {
    while ((others[next]?.to ?? Number.POSITIVE_INFINITY) <= from) next++;
    return (others[next]?.from ?? Number.POSITIVE_INFINITY) > from;
  };
}

/** The same: whether one begins near one of the others. */
function near(others: readonly Range[]): (range: Range) => boolean {
  let next = 0;
  return ({ from }) => {
    while ((others[next]?.from ?? Number.POSITIVE_INFINITY) < from - nearby) next++;
    return (others[next]?.from ?? Number.POSITIVE_INFINITY) <= from + nearby;
  };
}
