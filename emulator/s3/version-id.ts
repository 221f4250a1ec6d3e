/**
 * Ids of versions. S3 tells an id that it never gave from one whose version is gone, so an id carries its own check:
 * 24 random hexadecimal digits and their CRC-32.
 */
import { crc32 } from "node:zlib";
import type { Random } from "../model/random.ts";

export function newVersionId(random: Random): string {
  const digits = random.hex(24);
  return digits + checkOf(digits);
}

/** Whether the text is an id that S3 could have given, `null` included. */
export function isVersionId(text: string): boolean {
  return text === "null" || (text.length === 32 && checkOf(text.slice(0, 24)) === text.slice(24));
}

function checkOf(digits: string): string {
  return crc32(digits).toString(16).padStart(8, "0");
}
