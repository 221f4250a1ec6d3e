const upperAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const secretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** The low 16 bits of a number as four hexadecimal digits. */
function half(number: number): string {
  return `${hexPairs[(number >>> 8) & 0xff]}${hexPairs[number & 0xff]}`;
}

function pairs(number: number): string {
  return half(number >>> 16) + half(number);
}

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

  /** Version 4. One for every request, so made of table look-ups. */
  uuid(): string {
    const [a, b, c, d] = [this.uint32(), this.uint32(), this.uint32(), this.uint32()];
    const versioned = (b & 0xffff_0fff) | 0x4000;
    const varied = (c & 0x3fff_ffff) | 0x8000_0000;
    return `${pairs(a)}-${half(versioned >>> 16)}-${half(versioned)}-${half(varied >>> 16)}-${half(varied)}${pairs(d)}`;
  }

  #pick(alphabet: string, length: number): string {
    let picked = "";
    for (let at = 0; at < length; at++) picked += alphabet[this.integer(alphabet.length)];
    return picked;
  }
}
