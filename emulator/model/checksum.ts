import { createHash, hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { Crc32c, Crc64Nvme } from "@aws-sdk/checksums/crc";
import type { Payload } from "./payload.ts";

/** Algorithms that S3 verifies and stores, as the `ChecksumAlgorithm` member spells them. */
export type ChecksumAlgorithm = "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";

export const checksumAlgorithms: readonly ChecksumAlgorithm[] = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];

/** Bytes of each algorithm's digest. */
export const checksumBytes: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
};

export type DigestName = ChecksumAlgorithm | "MD5";

/** Takes content piece by piece; `digest` is called once. */
export interface RunningDigest {
  update(bytes: Uint8Array): void;
  digest(): Buffer | Promise<Buffer>;
}

export function startDigest(name: DigestName): RunningDigest {
  switch (name) {
    case "CRC32": {
      let value = 0;
      return {
        update: (bytes) => {
          value = crc32(bytes, value);
        },
        digest: () => {
          const bytes = Buffer.allocUnsafe(4);
          bytes.writeUInt32BE(value);
          return bytes;
        },
      };
    }
    case "CRC32C":
      return fromSdk(new Crc32c());
    case "CRC64NVME":
      return fromSdk(new Crc64Nvme());
    case "MD5":
    case "SHA1":
    case "SHA256":
      return createHash(name.toLowerCase());
  }
}

function fromSdk(checksum: { update(bytes: Uint8Array): void; digest(): Promise<Uint8Array> }): RunningDigest {
  return { update: (bytes) => checksum.update(bytes), digest: async () => Buffer.from(await checksum.digest()) };
}

function digestOf(name: DigestName, bytes: Buffer): Buffer | Promise<Buffer> {
  switch (name) {
    case "MD5":
    case "SHA1":
    case "SHA256":
      return hash(name.toLowerCase(), bytes, "buffer");
    default: {
      const running = startDigest(name);
      running.update(bytes);
      return running.digest();
    }
  }
}

/** Digests of a whole payload, read once. */
export async function digestsOf<Name extends DigestName>(
  payload: Payload,
  names: readonly Name[],
): Promise<Readonly<Record<Name, Buffer>>> {
  const digests = {} as Record<Name, Buffer>;
  const bytes = payload.inMemory;
  if (bytes !== undefined) {
    for (const name of names) digests[name] = await digestOf(name, bytes);
    return digests;
  }
  const running = names.map((name) => [name, startDigest(name)] as const);
  for await (const chunk of payload.chunks()) for (const [, digest] of running) digest.update(chunk);
  for (const [name, digest] of running) digests[name] = await digest.digest();
  return digests;
}
