/**
 * When a scenario last changed something in IAM that its later calls may name: the rest of AWS does not see a change at
 * once. Source: IAM User Guide, "Changes that I make are not always immediately visible".
 */
export class IamChanges {
  readonly #changedAtMs = new Map<string, number>();

  /** `arn` was created, changed or deleted; to be told when IAM has answered. */
  note(arn: string, atMs: number): void {
    this.#changedAtMs.set(arn, atMs);
  }

  /** The latest change of something that `text` names; undefined where there was none. */
  latestIn(text: string): number | undefined {
    const times = [...this.#changedAtMs].filter(([arn]) => text.includes(arn)).map(([, atMs]) => atMs);
    return times.length === 0 ? undefined : Math.max(...times);
  }
}
