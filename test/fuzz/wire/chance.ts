import { Random } from "../../../emulator/model/random.ts";

/** Choices of a fuzz run, the same for the same seed. */
export class Chance {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /** From 0 to `below` − 1. */
  integer(below: number): number {
    return this.#random.integer(below);
  }

  /** True once in `times`. */
  oneIn(times: number): boolean {
    return this.integer(times) === 0;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.integer(items.length)];
    if (item === undefined) throw new RangeError("nothing to pick from");
    return item;
  }

  /** Between none and `atMost` of the items, each once. */
  some<Item>(items: readonly Item[], atMost: number): readonly Item[] {
    const left = [...items];
    const count = Math.min(this.integer(atMost + 1), left.length);
    return Array.from({ length: count }, () => left.splice(this.integer(left.length), 1)).flat();
  }

  bytes(length: number): Buffer {
    return this.#random.bytes(length);
  }

  /** A text that some reader may trip over. */
  text(): string {
    return this.oneIn(4) ? this.bytes(this.integer(40)).toString("latin1") : this.pick(troubles);
  }

  /** The same with something small done to it: a byte changed, taken out, doubled, cut off. */
  mutated(bytes: Buffer): Buffer {
    let mutated = Buffer.from(bytes);
    for (let changes = 1 + this.integer(3); changes > 0 && mutated.length > 0; changes--) {
      const at = this.integer(mutated.length);
      const [before, after] = [mutated.subarray(0, at), mutated.subarray(at)];
      switch (this.integer(5)) {
        case 0:
          mutated[at] = this.integer(256);
          break;
        case 1:
          mutated = Buffer.concat([before, after.subarray(1 + this.integer(8))]);
          break;
        case 2:
          mutated = Buffer.concat([before, after.subarray(0, 1 + this.integer(30)), after]);
          break;
        case 3:
          mutated = Buffer.concat([before, Buffer.from(this.text(), "latin1"), after]);
          break;
        default:
          mutated = Buffer.from(before);
      }
    }
    return mutated;
  }
}

const troubles = [
  "",
  "a",
  "*",
  "__proto__",
  "constructor",
  "../../etc/passwd",
  "a/b//c/",
  "null",
  "true",
  "-1",
  "0",
  "1e999",
  "99999999999999999999",
  "arn:aws:iam::111111111111:role/x",
  "arn:aws:s3:::fuzzed-bucket",
  "arn:aws:s3:::*/*",
  "arn:::::",
  "${aws:username}",
  "${",
  "!{timestamp:yyyy}",
  "!{firehose:",
  "%00%ff",
  "&amp;<x>]]>",
  "<!DOCTYPE x>",
  '{"a":1}',
  "line\nbreak",
  "\u0000",
  "\ud800",
  "größer 数据 🖋",
  "2026-13-45T99:99:99Z",
  "a".repeat(300),
  "🖋".repeat(100),
] as const;
