const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `300s`, `5m`, `24h`, `1500ms`; undefined where the text is not a whole number with a unit. */
export function durationMs(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d+)(ms|s|m|h|d)$/.exec(text) ?? [];
  const unitMs = unitsMs[unit];
  return amount === undefined || unitMs === undefined ? undefined : Number(amount) * unitMs;
}
