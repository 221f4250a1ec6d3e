const upperAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const secretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * The emulator's only source of chance: identifiers, keys and jitter, reproducible from its seed.
 * Not for cryptography; what it protects is a test.
 */
export class Random {
  readonly seed: number;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number) {
    this.seed = seed >>> 0;
    this.#a = this.seed;
    this.#b = 0x9e3779b9;
    this.#c = 0x243f6a88;
    // The first outputs still resemble the seed.
    for (let round = 0; round < 12; round++) this.uint32();
  }

  /** sfc32 (Small Fast Counter, PractRand). */
  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  /** A whole number from 0 to `below` − 1. */
  integer(below: number): number {
    return Math.floor((this.uint32() / 0x1_0000_0000) * below);
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length; at++) bytes[at] = this.uint32() & 0xff;
    return bytes;
  }

  /** `digits` lower-case hexadecimal digits. */
  hex(digits: number): string {
    let hex = "";
    while (hex.length < digits) hex += (this.uint32() + 0x1_0000_0000).toString(16).slice(1);
    return hex.slice(0, digits);
  }

  /** An identifier as IAM makes them: `prefix` and upper-case letters and digits, `length` characters in all. */
  awsId(prefix: string, length: number): string {
    return prefix + this.#pick(upperAlphanumeric, length - prefix.length);
  }

  /** 40 characters, as long as AWS's secret access keys. */
  secretKey(): string {
    return this.#pick(secretAlphabet, 40);
  }

  uuid(): string {
    const hex = this.hex(32);
    const variant = "89ab"[this.integer(4)];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  #pick(alphabet: string, length: number): string {
    let picked = "";
    for (let at = 0; at < length; at++) picked += alphabet[this.integer(alphabet.length)];
    return picked;
  }
}
