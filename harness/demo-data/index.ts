/** Records to send when there are no real ones: the Firehose console's stock tickers, and Amazon Monitron's events. */
export { type MonitronSettings, monitronEvents } from "./monitron.ts";
export type { MonitronEvent } from "./monitron-event.ts";
export { consoleRecordsPerSecond, type StockTicker, stockTickerLine, stockTickers } from "./stock-ticker.ts";
