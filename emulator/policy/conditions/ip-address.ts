/** IpAddress and NotIpAddress: CIDR blocks of IPv4 and IPv6; a bare address is a block of one. No policy variables. */
import type { Operator, OperatorTable } from "./operator.ts";

const within: Operator = {
  negated: false,
  test: (policyValue) => {
    const block = parseBlock(policyValue);
    if (block === undefined) return undefined;
    return (value) => {
      const address = parseAddress(value);
      return address !== undefined && contains(block, address);
    };
  },
};

export const ipAddressOperators: OperatorTable = {
  IpAddress: within,
  NotIpAddress: { ...within, negated: true },
};

export interface AddressBlock {
  /** 4 or 16 bytes. */
  readonly address: readonly number[];
  readonly prefixBits: number;
}

/** `192.0.2.0/24`, `2001:db8::/32`, or an address alone; undefined when it is neither. */
export function parseBlock(text: string): AddressBlock | undefined {
  const [addressText = "", bitsText, ...more] = text.split("/");
  const address = parseAddress(addressText);
  if (address === undefined || more.length > 0) return undefined;
  if (bitsText === undefined) return { address, prefixBits: address.length * 8 };
  const prefixBits = Number(bitsText);
  if (!/^\d{1,3}$/.test(bitsText) || prefixBits > address.length * 8) return undefined;
  return { address, prefixBits };
}

function contains(block: AddressBlock, address: readonly number[]): boolean {
  if (block.address.length !== address.length) return false;
  for (let bit = 0; bit < block.prefixBits; bit += 8) {
    const mask = block.prefixBits - bit >= 8 ? 0xff : (0xff << (8 - (block.prefixBits - bit))) & 0xff;
    if (((block.address[bit / 8] ?? 0) & mask) !== ((address[bit / 8] ?? 0) & mask)) return false;
  }
  return true;
}

function parseAddress(text: string): readonly number[] | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

function parseIpv6(text: string): readonly number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = groups(halves[0] ?? "");
  const tail = groups(halves[1] ?? "");
  if (head === undefined || tail === undefined) return undefined;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined;
  return [...head, ...Array<number>(missing).fill(0), ...tail];
}

/** Bytes of colon-separated groups; the last one may be a dotted IPv4 address. */
function groups(text: string): number[] | undefined {
  if (text === "") return [];
  const bytes: number[] = [];
  const parts = text.split(":");
  for (const [at, part] of parts.entries()) {
    if (part.includes(".") && at === parts.length - 1) {
      const ipv4 = parseIpv4(part);
      if (ipv4 === undefined) return undefined;
      bytes.push(...ipv4);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      const group = Number.parseInt(part, 16);
      bytes.push(group >> 8, group & 0xff);
    } else return undefined;
  }
  return bytes;
}
