const dayMs = 24 * 3_600_000;

/** Changes that AWS allows so many times in any 24 hours. */
export class RecentChanges {
  readonly #times = new Map<string, number[]>();

  /** How often `kind` has been done in the 24 hours before `nowMs`. */
  count(kind: string, nowMs: number): number {
    return (this.#times.get(kind) ?? []).filter((atMs) => atMs > nowMs - dayMs).length;
  }

  note(kind: string, nowMs: number): void {
    const recent = (this.#times.get(kind) ?? []).filter((atMs) => atMs > nowMs - dayMs);
    this.#times.set(kind, [...recent, nowMs]);
  }
}
