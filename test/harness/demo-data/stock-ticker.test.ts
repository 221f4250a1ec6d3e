import { expect, test } from "vitest";
import { stockTickerLine, stockTickers } from "../../../harness/demo-data/index.ts";

function some(seed: number, count: number) {
  const tickers = stockTickers(seed);
  return Array.from({ length: count }, () => tickers.next().value);
}

test("draws tickers of the console's form, the same for the same seed", () => {
  const tickers = some(7, 500);
  for (const ticker of tickers) {
    expect(ticker).toEqual({
      TICKER_SYMBOL: expect.stringMatching(/^[A-Z]{3}$/),
      SECTOR: expect.stringMatching(/^[A-Z]{1,16}$/),
      CHANGE: expect.any(Number),
      PRICE: expect.any(Number),
    });
    expect(ticker.PRICE).toBeGreaterThan(0);
  }
  expect(some(7, 500)).toEqual(tickers);
  expect(some(8, 500)).not.toEqual(tickers);
});

test("lets each price follow from the one before and the change", () => {
  const last = new Map<string, number>();
  for (const { TICKER_SYMBOL, CHANGE, PRICE } of some(7, 2_000)) {
    const before = last.get(TICKER_SYMBOL);
    if (before !== undefined) expect(PRICE).toBeCloseTo(before + CHANGE, 2);
    last.set(TICKER_SYMBOL, PRICE);
  }
  expect(last.size).toBe(12);
});

test("writes a ticker as the guide shows it", () => {
  expect(stockTickerLine({ TICKER_SYMBOL: "QXZ", SECTOR: "HEALTHCARE", CHANGE: -0.05, PRICE: 84.51 })).toBe(
    '{"TICKER_SYMBOL":"QXZ","SECTOR":"HEALTHCARE","CHANGE":-0.05,"PRICE":84.51}\n',
  );
});
