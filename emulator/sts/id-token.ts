/** ID tokens of OpenID Connect: JSON Web Tokens that an issuer signed. Sources: RFC 7519, RFC 7515, RFC 7518. */
import { createPublicKey, type JsonWebKey, verify } from "node:crypto";

export interface IdToken {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
  /** `azp`, the party that the token was issued to. */
  readonly authorizedParty: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number;
  readonly issuedAtMs: number;
  /** Claims that mean something to AWS and nothing here. */
  readonly unsupportedClaims: readonly string[];
  readonly algorithm: string;
  readonly keyId: string | undefined;
  /** What the signature covers. */
  readonly signedText: string;
  readonly signature: Buffer;
}

/** Algorithms that AWS takes. Source: IAM User Guide, "Create an OpenID Connect (OIDC) identity provider in IAM". */
const hashes: Readonly<Record<string, { readonly hash: string; readonly keyType: string }>> = {
  RS256: { hash: "sha256", keyType: "RSA" },
  RS384: { hash: "sha384", keyType: "RSA" },
  RS512: { hash: "sha512", keyType: "RSA" },
  ES256: { hash: "sha256", keyType: "EC" },
  ES384: { hash: "sha384", keyType: "EC" },
  ES512: { hash: "sha512", keyType: "EC" },
};

/** Undefined where the text is no token with the claims that AWS asks for: `iss`, `sub`, `aud`, `iat`, `exp`. */
export function readIdToken(text: string): IdToken | undefined {
  const [head = "", body = "", signature = "", ...more] = text.split(".");
  const header = readPart(head);
  const claims = readPart(body);
  if (more.length > 0 || signature === "" || header === undefined || claims === undefined) return undefined;
  const { alg: algorithm, kid: keyId } = header;
  const { iss: issuer, sub: subject, aud, azp, exp, iat } = claims;
  const audiences: readonly unknown[] = typeof aud === "string" ? [aud] : Array.isArray(aud) ? aud : [];
  if (typeof algorithm !== "string" || typeof issuer !== "string" || typeof subject !== "string") return undefined;
  if (typeof exp !== "number" || typeof iat !== "number" || audiences.length === 0) return undefined;
  if (!audiences.every((each) => typeof each === "string")) return undefined;
  return {
    ...{ issuer, subject, audiences, algorithm, expiresAtMs: exp * 1000, issuedAtMs: iat * 1000 },
    authorizedParty: typeof azp === "string" ? azp : undefined,
    unsupportedClaims: Object.keys(claims).filter((name) => name.startsWith("https://aws.amazon.com/")),
    keyId: typeof keyId === "string" ? keyId : undefined,
    signedText: `${head}.${body}`,
    signature: Buffer.from(signature, "base64url"),
  };
}

/** Whether one of the issuer's keys, the one that the token names, made its signature. */
export function isSignedBy({ algorithm, keyId, signedText, signature }: IdToken, keys: readonly JsonWebKey[]): boolean {
  const how = hashes[algorithm];
  const jwk = keys.find((each) => each.kid === keyId && each.kty === how?.keyType);
  if (how === undefined || jwk === undefined) return false;
  const key = createPublicKey({ key: jwk, format: "jwk" });
  return verify(how.hash, Buffer.from(signedText), { key, dsaEncoding: "ieee-p1363" }, signature);
}

function readPart(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
