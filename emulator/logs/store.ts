import { formatArn } from "../model/arn.ts";
import { LogGroup } from "./log-group.ts";

/** Every log group of every account and region. */
export class LogsStore {
  readonly #groups = new Map<string, LogGroup>();
  #lastEventId = 0;

  /** The group as it is at `nowMs`. */
  find(arn: string, nowMs: number): LogGroup | undefined {
    const group = this.#groups.get(arn);
    group?.expire(nowMs);
    return group;
  }

  /** The groups of one account and region, by name. */
  list(accountId: string, region: string): readonly LogGroup[] {
    const prefix = groupArn(region, accountId, "");
    return [...this.#groups.values()]
      .filter(({ arn }) => arn.startsWith(prefix))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  create(arn: string, name: string, nowMs: number): LogGroup {
    const group = new LogGroup(name, arn, nowMs);
    this.#groups.set(arn, group);
    return group;
  }

  delete(arn: string): void {
    this.#groups.delete(arn);
  }

  nextEventId(): number {
    this.#lastEventId += 1;
    return this.#lastEventId;
  }
}

export function groupArn(region: string, accountId: string, name: string): string {
  return formatArn("logs", region, accountId, `log-group:${name}`);
}
