const length = 10;

/** Of a run: 10 lower-case letters and digits, those of a later run after those of an earlier. */
export function runId(nowMs: number, random: () => number): string {
  const time = Math.floor(nowMs / 1000).toString(36);
  const drawn = Array.from({ length: length - time.length }, () => Math.floor(random() * 36).toString(36));
  return `${time}${drawn.join("")}`;
}
