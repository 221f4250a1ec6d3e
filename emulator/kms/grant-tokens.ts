import { invalidGrantToken } from "./errors.ts";
import type { KmsStore } from "./store.ts";

/** Tokens that a request brings: grants count with theirs before they have spread. */
export function grantTokensOf(input: {
  readonly GrantTokens?: readonly string[] | undefined;
  readonly GrantToken?: string | undefined;
}): readonly string[] {
  return [...(input.GrantTokens ?? []), ...(input.GrantToken === undefined ? [] : [input.GrantToken])];
}

/** Refuses a token that belongs to no grant, as AWS does. Throws InvalidGrantTokenException. */
export function checkGrantTokens(store: KmsStore, tokens: readonly string[] = []): void {
  if (tokens.length === 0) return;
  const known = new Set(store.allGrants().map(({ token }) => token));
  if (tokens.some((token) => !known.has(token))) throw invalidGrantToken();
}
