/** Time as the target has it: virtual on the embedded AWS, the world's elsewhere. */
export interface TargetTime {
  /** Of its seconds in one of this machine's, where it runs by itself; 1 unless given. */
  readonly speed?: number;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Lets `ms` pass on the target. Rejects when `signal` is aborted, where that takes the machine's time. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}
