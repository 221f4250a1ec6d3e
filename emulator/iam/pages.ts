import { validationError } from "./errors.ts";

/** A listing's answer: the items from the marker on, 100 unless the request says otherwise. */
export function pageOf<Item>(
  items: readonly Item[],
  { Marker, MaxItems = 100 }: { readonly Marker?: string; readonly MaxItems?: number },
): { readonly items: Item[]; readonly page: { readonly IsTruncated: boolean; readonly Marker?: string } } {
  const start = Marker === undefined ? 0 : readMarker(Marker);
  const end = start + MaxItems;
  const isTruncated = end < items.length;
  const page = {
    IsTruncated: isTruncated,
    ...(isTruncated && { Marker: Buffer.from(`at:${end}`).toString("base64") }),
  };
  return { items: items.slice(start, end), page };
}

function readMarker(marker: string): number {
  const at = /^at:(\d+)$/.exec(Buffer.from(marker, "base64").toString("utf8"))?.[1];
  if (at === undefined) throw validationError("Invalid Marker.");
  return Number(at);
}
