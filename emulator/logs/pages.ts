import { invalidParameter } from "./errors.ts";

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken?: string;
}

/** A page of a list; its token says how many items came before. */
export function pageOf<Item>(all: readonly Item[], token: string | undefined, limit: number): Page<Item> {
  const start = token === undefined ? 0 : readToken(token);
  const items = all.slice(start, start + limit);
  const end = start + items.length;
  return end < all.length ? { items, nextToken: Buffer.from(`after:${end}`).toString("base64") } : { items };
}

/** Text: LocalStack and moto say it alike; not documented. */
function readToken(token: string): number {
  const [, digits] = /^after:(\d{1,9})$/.exec(Buffer.from(token, "base64").toString()) ?? [];
  if (digits === undefined) throw invalidParameter("The specified nextToken is invalid.");
  return Number(digits);
}
