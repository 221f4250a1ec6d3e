/** Who a web identity's token stands for, as a principal. Source: STS API Reference, AssumeRoleWithWebIdentity. */
import { type IdentityProvider, providerArn } from "../iam/identity-providers.ts";
import type { IamStore } from "../iam/store.ts";
import type { Caller } from "../model/caller.ts";
import { notImplemented, ServiceError } from "../model/service-error.ts";
import { type IdToken, isSignedBy, readIdToken } from "./id-token.ts";

export interface WebIdentity {
  readonly token: IdToken;
  readonly provider: IdentityProvider;
  /** What the token is for: `azp` where there is one, as AWS has it. */
  readonly audience: string;
}

/**
 * The identity of a token that a provider of `accountId` issued, verified with the issuer's keys. Texts of the refusals:
 * public reports (aws-actions/configure-aws-credentials issue 280, aws/aws-sdk-net issue 3071); that of the signature is
 * not documented, we choose it. Throws InvalidIdentityToken, ExpiredTokenException.
 */
export function verifiedIdentity(store: IamStore, accountId: string, text: string, nowMs: number): WebIdentity {
  const token = readIdToken(text);
  if (token === undefined) {
    throw invalidToken(
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    );
  }
  const provider = store.identityProviders.find(
    providerArn(store.region, accountId, token.issuer.replace(/^https:\/\//, "")),
  );
  if (provider === undefined || !token.issuer.startsWith("https://")) {
    throw invalidToken(`No OpenIDConnect provider found in your account for ${token.issuer}`);
  }
  const keys = store.identityProviders.keysOf(token.issuer);
  if (keys === undefined) throw invalidToken("Couldn't retrieve verification key from your identity provider");
  if (!isSignedBy(token, keys)) throw invalidToken("The signature of the ID Token provided is not valid.");
  if (token.expiresAtMs <= nowMs) {
    const [now, end] = [nowMs, token.expiresAtMs].map((ms) => Math.floor(ms / 1000));
    const message = `Token expired: current date/time ${now} must be before the expiration date/time ${end}`;
    throw new ServiceError("ExpiredTokenException", message, 400);
  }
  const audience = token.authorizedParty ?? token.audiences[0] ?? "";
  if (![audience, ...token.audiences].some((each) => provider.clientIds.includes(each))) {
    throw invalidToken("Incorrect token audience");
  }
  const [claim] = token.unsupportedClaims;
  if (claim !== undefined) throw notImplemented(`The claim \`${claim}\` of a web identity token`);
  return { token, provider, audience };
}

/** The identity as who asks for a session, with its claims as condition keys: `<issuer>:aud`, `<issuer>:sub`. */
export function webIdentityCaller({ token, provider, audience }: WebIdentity): Caller {
  const claims: readonly (readonly [string, readonly string[]])[] = [
    ["aud", [audience]],
    ["sub", [token.subject]],
    ...(token.authorizedParty === undefined ? [] : [["oaud", token.audiences] as const]),
  ];
  return {
    principal: { kind: "federated", provider: provider.arn },
    accountId: undefined,
    canonicalUserId: undefined,
    policiesInForce: () => ({ identityPolicies: [] }),
    context: new Map([
      ...claims.map(([name, values]) => [`${provider.url}:${name}`.toLowerCase(), values] as const),
      ["aws:federatedprovider", [provider.arn]],
    ]),
  };
}

function invalidToken(message: string): ServiceError {
  return new ServiceError("InvalidIdentityToken", message, 400);
}
