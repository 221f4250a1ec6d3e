/** How many calls are let through: `perSecond` in the long run, `burst` at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A bucket of tokens, one for each call, as it was at `atMs`. */
export interface TokenBucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** Takes one token at `nowMs`. A bucket that nobody has taken from yet, `undefined`, is full. */
export function takeToken(
  bucket: TokenBucket | undefined,
  { perSecond, burst }: Rate,
  nowMs: number,
): { readonly bucket: TokenBucket; readonly taken: boolean } {
  const tokens = bucket === undefined ? burst : bucket.tokens + (Math.max(0, nowMs - bucket.atMs) / 1000) * perSecond;
  const filled = Math.min(burst, tokens);
  const taken = filled >= 1;
  return { bucket: { tokens: taken ? filled - 1 : filled, atMs: Math.max(nowMs, bucket?.atMs ?? nowMs) }, taken };
}
