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
