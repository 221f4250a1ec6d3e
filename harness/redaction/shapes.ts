export const redacted = "[redacted]";

/** A quote, as it is or escaped for JSON, HTML or a URL. */
const quote = String.raw`(?:\\*["'\x60]|&quot;|&#39;|&#x27;|%22)?`;
/** Between a name and its value: in JSON, XML, files of settings, forms, URLs. */
const assigns = String.raw`(?:${quote}\s*(?:[:=]|%3A|%3D)\s*${quote}|>|&gt;)`;
/** Up to what ends a value in any of these. */
const value = String.raw`(?!\[redacted\])(?:(?!%26|%22)[^\s"'\x60\\<>&,;)}\]]){8,}`;

const secretNames = [
  ...[
    "secret[_-]?access[_-]?key",
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

interface Shape {
  readonly pattern: RegExp;
  readonly replacement: string;
}

/** What is secret by where it stands or by what it looks like, whoever it belongs to. */
const shapes: readonly Shape[] = [
  // Header, query parameter, member, variable or element.
  { pattern: new RegExp(`((?:${secretNames.join("|")})${assigns})${value}`, "gi"), replacement: `$1${redacted}` },
  // Signature Version 4's header; what is signed stays, for it explains a refusal.
  { pattern: /\b(AWS4-HMAC-SHA256\s+Credential=)(?!\[)[^\s,"'<]+/g, replacement: `$1${redacted}` },
  { pattern: /\b(Signature(?:=|%3D))[0-9A-Za-z+/%=]{16,}/g, replacement: `$1${redacted}` },
  { pattern: /\b(AWS A[KS]IA[A-Z0-9]{12,}:)(?!\[)[^\s,"'<]+/g, replacement: `$1${redacted}` },
  { pattern: /\b((?:Bearer|Basic)\s+)[\w.~+/=-]{16,}/gi, replacement: `$1${redacted}` },
  {
    pattern: new RegExp(`(\\bauthorization${assigns})(?!\\[redacted\\]|AWS4-|AWS |Bearer |Basic )${value}`, "gi"),
    replacement: `$1${redacted}`,
  },
  // A JSON Web Token: what an OIDC provider signs. Bounded, for a hostile text may begin one at each character.
  { pattern: /eyJ[\w-]{5,1024}\.eyJ[\w-]{5,16384}\.[\w-]{16,}/g, replacement: redacted },
  // Session tokens by their beginnings, as they are commonly seen. AWS documents no format: others are found as known secrets.
  { pattern: /(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoDYXdz)[A-Za-z0-9/+=%]{48,}/g, replacement: redacted },
  { pattern: /\bgh[opsur]_[A-Za-z0-9]{36,}/g, replacement: redacted },
  // A password in a URL.
  { pattern: /(:\/\/[^\s/:@"']+:)(?!\[redacted\])[^\s/@"']+(?=@)/g, replacement: `$1${redacted}` },
];

const accessKeyId = /A[KS]IA[A-Z0-9]{16}/g;
/** Git's hashes and others have as many characters, but of fewer kinds. */
const secretKey =
  /(?<![A-Za-z0-9/+=])(?=[A-Za-z/+]*\d)(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
/** How far from its id a secret key may stand to be taken for one. */
const nearby = 200;

/** `text` without what looks like a secret. */
export function redactShapes(text: string): string {
  const shaped = shapes.reduce((rest, { pattern, replacement }) => rest.replace(pattern, replacement), text);
  const ids = [...shaped.matchAll(accessKeyId)].map(({ index }) => index);
  if (ids.length === 0) return shaped;
  return shaped.replace(secretKey, (found, at: number) =>
    ids.some((id) => Math.abs(id - at) <= nearby) ? redacted : found,
  );
}
