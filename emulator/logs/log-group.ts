import { EventLog } from "./event-log.ts";

const dayMs = 24 * 3_600_000;

export interface LogStream {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly log: EventLog;
  lastIngestedAt: number | undefined;
}

/** A log group with its streams by name. */
export class LogGroup {
  readonly name: string;
  /** Without the `:*` that some answers show behind it. */
  readonly arn: string;
  readonly createdAt: number;
  readonly tags = new Map<string, string>();
  readonly streams = new Map<string, LogStream>();
  /** Undefined: events never expire. */
  retentionDays: number | undefined;

  constructor(name: string, arn: string, createdAt: number) {
    this.name = name;
    this.arn = arn;
    this.createdAt = createdAt;
  }

  addStream(name: string, createdAt: number): LogStream {
    const arn = `${this.arn}:log-stream:${name}`;
    const stream: LogStream = { name, arn, createdAt, log: new EventLog(), lastIngestedAt: undefined };
    this.streams.set(name, stream);
    return stream;
  }

  /** Before this moment events have expired. */
  horizonMs(nowMs: number): number {
    return this.retentionDays === undefined ? Number.NEGATIVE_INFINITY : nowMs - this.retentionDays * dayMs;
  }

  /** Drops what has expired; on AWS that takes up to 72 hours more, here it is at once. */
  expire(nowMs: number): void {
    if (this.retentionDays === undefined) return;
    for (const { log } of this.streams.values()) log.expire(this.horizonMs(nowMs));
  }
}
