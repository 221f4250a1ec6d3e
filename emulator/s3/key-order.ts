/**
 * Compares two keys by their UTF-8 bytes, S3's order. UTF-16 units compare alike except that surrogates (U+10000 and up)
 * come before U+E000–U+FFFF.
 */
export function compareUtf8(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const difference = rank(one.charCodeAt(at)) - rank(other.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Position of the first key that is not before `text`, in sorted keys. */
export function lowerBound(keys: readonly string[], text: string): number {
  return firstWhere(keys, (key) => compareUtf8(key, text) >= 0);
}

/** Position of the first key that comes after `text`. */
export function upperBound(keys: readonly string[], text: string): number {
  return firstWhere(keys, (key) => compareUtf8(key, text) > 0);
}

/** Position of the first key behind all that start with `prefix`, from `from` on (where such a key may stand). */
export function endOfPrefix(keys: readonly string[], prefix: string, from: number): number {
  return firstWhere(keys, (key) => !key.startsWith(prefix), from);
}

/** `test` must be false up to some position and true from there on. */
function firstWhere(keys: readonly string[], test: (key: string) => boolean, from = 0): number {
  let [low, high] = [from, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(keys[middle] ?? "")) high = middle;
    else low = middle + 1;
  }
  return low;
}
