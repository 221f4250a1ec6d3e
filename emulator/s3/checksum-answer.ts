import { digestsOf } from "../model/checksum.ts";
import type { Payload } from "../model/payload.ts";
import type { Checksum } from "./object.ts";

export interface ChecksumOutput {
  readonly ChecksumCRC32?: string;
  readonly ChecksumCRC32C?: string;
  readonly ChecksumCRC64NVME?: string;
  readonly ChecksumSHA1?: string;
  readonly ChecksumSHA256?: string;
  readonly ChecksumType?: Checksum["type"];
}

export function checksumAnswer(checksum: Checksum | undefined): ChecksumOutput {
  if (checksum === undefined) return {};
  return { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}

const computed = new WeakMap<Payload, Checksum>();

/**
 * The checksum that S3 gives every object whose client sent none: CRC64NVME of the whole, worked out when first asked
 * for. Source: S3 User Guide, "Checking object integrity in Amazon S3".
 */
export async function ownChecksum(content: Payload, keptBy: Payload): Promise<Checksum> {
  let known = computed.get(keptBy);
  if (known === undefined) {
    const { CRC64NVME: value } = await digestsOf(content, ["CRC64NVME"]);
    known = { algorithm: "CRC64NVME", value: value.toString("base64"), type: "FULL_OBJECT" };
    computed.set(keptBy, known);
  }
  return known;
}
