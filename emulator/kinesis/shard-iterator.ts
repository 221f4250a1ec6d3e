import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";
import type { Random } from "../model/random.ts";
import { expiredIterator, invalidIterator } from "./errors.ts";

/** Where in a shard a reader stands. */
export interface ShardPosition {
  readonly streamArn: string;
  /** Tells a stream from an earlier one of the same name. */
  readonly streamCreatedAtMs: number;
  readonly shardIndex: number;
  /** Of the first record to read. */
  readonly ordinal: number;
}

/** Source: Kinesis API Reference, GetShardIterator: "expires 5 minutes after it is returned". */
const lifetimeMs = 300_000;

/** Iterators begin with a version; what follows is encrypted. Source: kinesalite, `db/index.js`. */
const version = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]);
const ivBytes = 12;
const tagBytes = 16;

/** Shard iterators as opaque as AWS's: nobody but the emulator that made one can make sense of it. */
export class ShardIterators {
  /** As an object, which the cipher takes as it is: bytes it would make one of each time. */
  readonly #key: KeyObject;
  readonly #random: Random;

  constructor(random: Random) {
    this.#key = createSecretKey(random.bytes(32));
    this.#random = random;
  }

  issue(position: ShardPosition, nowMs: number): string {
    const { streamArn, streamCreatedAtMs, shardIndex, ordinal } = position;
    const iv = this.#random.bytes(ivBytes);
    const cipher = createCipheriv("aes-256-gcm", this.#key, iv);
    const text = cipher.update(`${nowMs}/${streamCreatedAtMs}/${shardIndex}/${ordinal}/${streamArn}`, "utf8");
    cipher.final();
    return Buffer.concat([version, iv, cipher.getAuthTag(), text]).toString("base64");
  }

  /** Throws InvalidArgumentException for what was never issued here. */
  read(iterator: string): ShardPosition & { readonly issuedAtMs: number } {
    const bytes = Buffer.from(iterator, "base64");
    const textAt = version.length + ivBytes + tagBytes;
    if (bytes.length <= textAt || !bytes.subarray(0, version.length).equals(version)) throw invalidIterator();
    const iv = bytes.subarray(version.length, version.length + ivBytes);
    const decipher = createDecipheriv("aes-256-gcm", this.#key, iv);
    decipher.setAuthTag(bytes.subarray(version.length + ivBytes, textAt));
    let text: string;
    try {
      text = decipher.update(bytes.subarray(textAt), undefined, "utf8") + decipher.final("utf8");
    } catch {
      throw invalidIterator();
    }
    const [issuedAt = "", streamCreatedAt = "", shardIndex = "", ordinal = "", ...arn] = text.split("/");
    return {
      issuedAtMs: Number(issuedAt),
      streamCreatedAtMs: Number(streamCreatedAt),
      shardIndex: Number(shardIndex),
      ordinal: Number(ordinal),
      streamArn: arn.join("/"),
    };
  }
}

/** Throws ExpiredIteratorException where it was issued more than five minutes ago. */
export function refuseExpired(issuedAtMs: number, nowMs: number): void {
  if (nowMs - issuedAtMs > lifetimeMs) throw expiredIterator(issuedAtMs, nowMs, lifetimeMs);
}
