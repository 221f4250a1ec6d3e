import type { Environment } from "../model/environment.ts";
import { drawMs } from "../model/pace.ts";
import { Pipeline } from "./pipeline.ts";
import { RoleSessions } from "./role-sessions.ts";
import { SourceReader } from "./source.ts";
import { type DeliveryStream, directPutRetentionHours } from "./stream.ts";
import { Telemetry } from "./telemetry.ts";
import { admit, throughputOf, type Usage } from "./throughput.ts";

/** A delivery stream with what runs for it. */
interface Entry {
  stream: DeliveryStream;
  readonly pipeline: Pipeline;
  readonly telemetry: Telemetry;
  readonly reader: SourceReader | undefined;
  usage?: Usage;
}

/** The delivery streams of every account and region. */
export class FirehoseStore {
  readonly environment: Environment;
  readonly #byArn = new Map<string, Entry>();

  constructor(environment: Environment) {
    this.environment = environment;
  }

  find(arn: string): DeliveryStream | undefined {
    return this.#byArn.get(arn)?.stream;
  }

  /** Those of one account and region, by name. */
  list(accountId: string, region: string): readonly DeliveryStream[] {
    return [...this.#byArn.values()]
      .map(({ stream }) => stream)
      .filter((stream) => stream.accountId === accountId && stream.region === region)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Adds a delivery stream that is being created and reads its source from now on; it becomes ACTIVE on the clock. */
  async create(stream: DeliveryStream): Promise<void> {
    const entry = this.#entryFor(stream);
    this.#byArn.set(stream.arn, entry);
    const { clock, pace, random } = this.environment;
    clock.schedule(clock.now() + drawMs(pace.deliveryStreamCreation, random), () => {
      if (this.#byArn.get(stream.arn) !== entry || entry.stream.status !== "CREATING") return;
      entry.stream = { ...entry.stream, status: "ACTIVE" };
    });
    await entry.reader?.start();
  }

  /** Replaces a delivery stream by the same one, changed. */
  save(stream: DeliveryStream): void {
    this.#entry(stream.arn).stream = stream;
  }

  /** What the delivery stream accepts records with. */
  pipeline(stream: DeliveryStream): Pipeline {
    return this.#entry(stream.arn).pipeline;
  }

  /** Which records of a request the throughput of the delivery stream leaves room for now. */
  admit(stream: DeliveryStream, sizes: readonly number[], nowMs: number): readonly boolean[] {
    const entry = this.#entry(stream.arn);
    const { usage, taken } = admit(entry.usage, throughputOf(stream.region), sizes, nowMs);
    entry.usage = usage;
    return taken;
  }

  telemetry(stream: DeliveryStream): Telemetry {
    return this.#entry(stream.arn).telemetry;
  }

  /** Ends delivery at once; the delivery stream is there, DELETING, for a while. */
  delete(stream: DeliveryStream): void {
    const entry = this.#entry(stream.arn);
    stop(entry);
    entry.stream = { ...stream, status: "DELETING" };
    const { clock, pace, random } = this.environment;
    clock.schedule(clock.now() + drawMs(pace.deliveryStreamDeletion, random), () => {
      if (this.#byArn.get(stream.arn) === entry) this.#byArn.delete(stream.arn);
    });
  }

  close(): void {
    for (const entry of this.#byArn.values()) stop(entry);
    this.#byArn.clear();
  }

  #entry(arn: string): Entry {
    const entry = this.#byArn.get(arn);
    if (entry === undefined) throw new Error(`${arn} is not a delivery stream`);
    return entry;
  }

  #entryFor(stream: DeliveryStream): Entry {
    const { environment } = this;
    const sessions = new RoleSessions(environment, stream);
    const current = () => entry.stream;
    const retentionHours = async () => (await reader?.retentionHours()) ?? directPutRetentionHours;
    const telemetry = new Telemetry(environment, sessions, current);
    const pipeline = new Pipeline({
      environment,
      sessions,
      stream: current,
      retentionHours,
      onAttempt: (record, role) => telemetry.attempted(record, role),
    });
    const { source } = stream;
    const reader =
      source.kind === "data-stream"
        ? new SourceReader({ environment, sessions, pipeline, telemetry, stream: current, ...source })
        : undefined;
    const entry: Entry = { stream, pipeline, telemetry, reader };
    return entry;
  }
}

function stop(entry: Entry): void {
  entry.pipeline.stop();
  entry.reader?.stop();
}
