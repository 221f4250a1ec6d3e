import type { JsonWebKey } from "node:crypto";
import { iamArn } from "../model/arn.ts";

/** An OpenID Connect provider as an account knows it. */
export interface IdentityProvider {
  readonly accountId: string;
  /** `arn:<partition>:iam::<account>:oidc-provider/<host and path>` */
  readonly arn: string;
  /** Host and path, without `https://`. */
  readonly url: string;
  /** Audiences that tokens may be for. */
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createdAtMs: number;
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * What an issuer signs its tokens with. AWS fetches it from the issuer; an emulator that reaches nobody is given it.
 */
export interface IssuerKeys {
  /** `https://token.actions.githubusercontent.com` */
  readonly issuer: string;
  /** Public keys as JSON Web Keys, each with its `kid`. */
  readonly keys: readonly JsonWebKey[];
}

/** The providers of every account, and the keys of the issuers. */
export class IdentityProviders {
  readonly #keys: ReadonlyMap<string, readonly JsonWebKey[]>;
  readonly #byArn = new Map<string, IdentityProvider>();

  constructor(issuers: readonly IssuerKeys[]) {
    this.#keys = new Map(issuers.map(({ issuer, keys }) => [issuer, keys]));
  }

  find(arn: string): IdentityProvider | undefined {
    return this.#byArn.get(arn);
  }

  save(provider: IdentityProvider): void {
    this.#byArn.set(provider.arn, provider);
  }

  delete(arn: string): void {
    this.#byArn.delete(arn);
  }

  /** Of one account, in the order of their creation. */
  of(accountId: string): readonly IdentityProvider[] {
    return [...this.#byArn.values()].filter((provider) => provider.accountId === accountId);
  }

  /** Undefined where the issuer cannot be reached. */
  keysOf(issuer: string): readonly JsonWebKey[] | undefined {
    return this.#keys.get(issuer);
  }
}

export function providerArn(region: string, accountId: string, url: string): string {
  return iamArn(region, accountId, `oidc-provider/${url}`);
}
