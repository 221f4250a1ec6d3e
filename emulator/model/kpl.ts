import { hash } from "node:crypto";
import { createRequire } from "node:module";
import type protobuf from "protobufjs/light.js";

/** A user record inside an aggregated one. */
export interface UserRecord {
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

const magic = Buffer.from([0xf3, 0x89, 0x9a, 0xc2]);
const md5Bytes = 16;

/** Source: awslabs/amazon-kinesis-producer, aggregation-format.md. */
const format = {
  nested: {
    AggregatedRecord: {
      fields: {
        partitionKeyTable: { id: 1, rule: "repeated", type: "string" },
        explicitHashKeyTable: { id: 2, rule: "repeated", type: "string" },
        records: { id: 3, rule: "repeated", type: "Record" },
      },
    },
    Record: {
      fields: {
        partitionKeyIndex: { id: 1, rule: "required", type: "uint32" },
        explicitHashKeyIndex: { id: 2, type: "uint32" },
        data: { id: 3, rule: "required", type: "bytes" },
      },
    },
  },
};

let loaded: protobuf.Type | undefined;

/** The library is loaded when the first aggregated record comes: most runs see none, and start sooner. */
function aggregatedRecord(): protobuf.Type {
  if (loaded === undefined) {
    const library = createRequire(import.meta.url)("protobufjs/light.js") as typeof protobuf;
    loaded = library.Root.fromJSON(format).lookupType("AggregatedRecord");
  }
  return loaded;
}

interface Aggregated {
  readonly partitionKeyTable: readonly string[];
  readonly records: readonly { readonly partitionKeyIndex: number; readonly data: Uint8Array }[];
}

/**
 * The user records that the Kinesis Producer Library packed into one record of a data stream: 4 magic bytes, a protobuf
 * message, the message's MD5. Undefined for any other record, also one that only begins like that, as the Kinesis Client
 * Library takes it.
 */
export function deaggregate(data: Uint8Array): readonly UserRecord[] | undefined {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (bytes.length <= magic.length + md5Bytes || !bytes.subarray(0, magic.length).equals(magic)) return undefined;
  const message = bytes.subarray(magic.length, -md5Bytes);
  if (hash("md5", message, "hex") !== bytes.subarray(-md5Bytes).toString("hex")) return undefined;
  const aggregated = decode(message);
  const records = aggregated?.records.map(({ partitionKeyIndex, data: userData }) => ({
    partitionKey: aggregated.partitionKeyTable[partitionKeyIndex],
    data: userData,
  }));
  return records?.every((record): record is UserRecord => record.partitionKey !== undefined) ? records : undefined;
}

function decode(message: Uint8Array): Aggregated | undefined {
  try {
    return aggregatedRecord().decode(message) as unknown as Aggregated;
  } catch {
    return undefined;
  }
}
