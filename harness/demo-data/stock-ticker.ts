import { type Draw, drawFrom } from "./draw.ts";

/** One record of the console's demo data. Source: Firehose User Guide, "Test your Firehose stream with sample data". */
export interface StockTicker {
  readonly TICKER_SYMBOL: string;
  readonly SECTOR: string;
  readonly CHANGE: number;
  readonly PRICE: number;
}

/** How fast we take the console to send them: AWS documents no rate. */
export const consoleRecordsPerSecond = 100;

/** Symbols with what they belong to; the guide shows QXZ alone, the rest is made up. */
const listing: readonly [Listed, ...Listed[]] = [
  ["QXZ", "HEALTHCARE"],
  ["JIB", "AUTOMOBILE"],
  ["VVY", "HEALTHCARE"],
  ["WFC", "FINANCIAL"],
  ["NFS", "ENERGY"],
  ["SLW", "ENERGY"],
  ["DFT", "RETAIL"],
  ["HJK", "TECHNOLOGY"],
  ["AAL", "TRANSPORTATION"],
  ["QWE", "RETAIL"],
  ["IOP", "TECHNOLOGY"],
  ["PPL", "HEALTHCARE"],
];

type Listed = readonly [symbol: string, sector: string];

/** Stock tickers without end, each price where the last change of its symbol left it. The same seed gives the same ones. */
export function* stockTickers(seed: number): Generator<StockTicker, never> {
  const draw = drawFrom(seed);
  const prices = new Map(listing.map(([symbol]) => [symbol, draw.number(1, 250)]));
  for (;;) {
    const [symbol, sector] = draw.one(listing);
    const [change, price] = move(draw, prices.get(symbol) ?? 1);
    prices.set(symbol, price);
    yield { TICKER_SYMBOL: symbol, SECTOR: sector, CHANGE: change, PRICE: price };
  }
}

/** A record as the console sends it: one line of JSON. */
export function stockTickerLine(ticker: StockTicker): string {
  return `${JSON.stringify(ticker)}\n`;
}

/** A price stays above zero. */
function move(draw: Draw, price: number): readonly [change: number, price: number] {
  const change = draw.number(-Math.min(5, price * 0.05), Math.min(5, price * 0.05));
  const moved = Number((price + change).toFixed(2));
  return moved < 0.01 ? [0, price] : [change, moved];
}
