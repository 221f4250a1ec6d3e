/** Numbers by their names, each with one that AWS takes in every place of that name: what is delivered is the same with any. */
export const numberSettings: ReadonlyMap<string, string> = new Map([
  ["SizeInMBs", "64"],
  ["IntervalInSeconds", "300"],
  ["DurationInSeconds", "300"],
  ["BlockSizeBytes", "268435456"],
  ["BloomFilterFalsePositiveProbability", "0.05"],
  ["DictionaryKeyThreshold", "0"],
  ["MaxPaddingBytes", "0"],
  ["PaddingTolerance", "0.05"],
  ["PageSizeBytes", "1048576"],
  ["RowIndexStride", "10000"],
  ["StripeSizeBytes", "67108864"],
]);

/** Flags by their names. */
export const flagSettings: ReadonlySet<string> = new Set([
  "Enabled",
  "isEnabled",
  "CaseInsensitive",
  "ConvertDotsInJsonKeysToUnderscores",
  "EnableDictionaryCompression",
  "EnablePadding",
  "BlockPublicAcls",
  "IgnorePublicAcls",
  "BlockPublicPolicy",
  "RestrictPublicBuckets",
]);

/** Numbers and flags that are texts because they were marks, as the API takes them. */
export function withTypes<Value>(value: Value): Value {
  return typed(value, "") as Value;
}

function typed(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => typed(item, ""));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, typed(inner, key)]));
  }
  if (typeof value !== "string") return value;
  if (numberSettings.has(name) && /^\d+(?:\.\d+)?$/.test(value)) return Number(value);
  return flagSettings.has(name) && /^(?:true|false)$/i.test(value) ? value.toLowerCase() === "true" : value;
}
