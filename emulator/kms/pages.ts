import { ServiceError } from "../model/service-error.ts";

interface PageInput {
  readonly Limit?: number | undefined;
  readonly Marker?: string | undefined;
}

const defaultLimit = 100;

/** A listing's answer: the items from the marker on, 100 unless the request says otherwise. */
export function pageOf<Item>(items: readonly Item[], { Limit = defaultLimit, Marker }: PageInput) {
  const start = Marker === undefined ? 0 : readMarker(Marker);
  const end = start + Limit;
  const isTruncated = end < items.length;
  const page = {
    Truncated: isTruncated,
    ...(isTruncated && { NextMarker: Buffer.from(`at:${end}`).toString("base64") }),
  };
  return { items: items.slice(start, end), page };
}

function readMarker(marker: string): number {
  const at = /^at:(\d+)$/.exec(Buffer.from(marker, "base64").toString())?.[1];
  if (at === undefined) throw new ServiceError("InvalidMarkerException", "Could not deserialize marker.", 400);
  return Number(at);
}
