/** Bodies of such a size are worth it: below, allocating costs less; above, keeping costs more. */
const smallestBytes = 64 * 1024;
const largestBytes = 1024 * 1024;
const maxSpare = 8;

const spare: Buffer[] = [];

/**
 * Memory for a body that is read once and given back. Memory outside of the heap is freed by a collection of all of the
 * heap only, and a batch of records a millisecond would cause one all the time.
 */
export interface Scratch {
  readonly bytes: Buffer;
  /** Whoever holds a view of the bytes must be done with it. Twice is once. */
  release(): void;
}

/** Undefined where a body of this size has memory of its own. */
export function takeScratch(size: number): Scratch | undefined {
  if (size < smallestBytes || size > largestBytes) return undefined;
  let buffer: Buffer | undefined = spare.pop() ?? Buffer.allocUnsafeSlow(largestBytes);
  return {
    bytes: buffer.subarray(0, size),
    release: () => {
      if (buffer !== undefined && spare.length < maxSpare) spare.push(buffer);
      buffer = undefined;
    },
  };
}
