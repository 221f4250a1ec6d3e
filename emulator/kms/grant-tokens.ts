import { invalidGrantToken } from "./errors.ts";
import type { KmsStore } from "./store.ts";

/**
 * Grants are in force at once here, so a token adds nothing; one that belongs to no grant is refused as AWS refuses it.
 * Throws InvalidGrantTokenException.
 */
export function checkGrantTokens(store: KmsStore, tokens: readonly string[] = []): void {
  if (tokens.length === 0) return;
  const known = new Set(store.allGrants().map(({ token }) => token));
  if (tokens.some((token) => !known.has(token))) throw invalidGrantToken();
}
