import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { IssuerKeys } from "../../emulator/index.ts";

/** Signs ID tokens as an OpenID Connect provider does. */
export interface Issuer extends IssuerKeys {
  /** A token for a job in a repository, good for five minutes from `nowMs`, with these claims in place of its own. */
  token(nowMs: number, claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string;
}

export const audience = "sts.amazonaws.com";
export const subject = "repo:octo-org/octo-repo:ref:refs/heads/main";

export function makeIssuer(issuer = "https://token.actions.githubusercontent.com", type: "RSA" | "EC" = "RSA"): Issuer {
  const { publicKey, privateKey } = keyPair(type);
  const kid = "key-1";
  const alg = type === "RSA" ? "RS256" : "ES256";
  return {
    issuer,
    keys: [{ ...publicKey.export({ format: "jwk" }), kid }],
    token(nowMs, claims = {}, header = {}) {
      const seconds = Math.floor(nowMs / 1000);
      const body = { iss: issuer, aud: audience, sub: subject, iat: seconds, exp: seconds + 300, ...claims };
      const signed = `${part({ typ: "JWT", alg, kid, ...header })}.${part(body)}`;
      return `${signed}.${sign("sha256", Buffer.from(signed), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
    },
  };
}

function keyPair(type: "RSA" | "EC"): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return type === "RSA"
    ? generateKeyPairSync("rsa", { modulusLength: 2048 })
    : generateKeyPairSync("ec", { namedCurve: "P-256" });
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
