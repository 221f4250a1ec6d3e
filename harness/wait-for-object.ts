import type { Context } from "./context.ts";
import type { Put } from "./delivery-timing.ts";
import { notYet, poll } from "./poll.ts";
import type { StoredObject } from "./stored-object.ts";
import type { DeliveryFailure } from "./target.ts";

/** What writes the object: a `DeliveryStream`. */
interface ObjectWriter {
  readonly name: string;
  readonly firstPut: Put | undefined;
  readonly earliestDeliveryMs: number | undefined;
  lastError(): Promise<string | undefined>;
  failures(): Promise<readonly DeliveryFailure[]>;
}

export interface WaitForObjectSettings {
  /** Only objects that this delivery stream wrote count; its errors explain a timeout. */
  readonly from: ObjectWriter;
  /** Of the target's time. AWS delivers within the buffering interval, 300 s by default, and some. */
  readonly withinSeconds: number;
}

/** Where an object is waited for. */
interface WaitedBucket {
  readonly name: string;
  readonly owner: { readonly title: string };
  keys(): Promise<readonly string[]>;
  readObject(key: string): Promise<StoredObject>;
}

export function waitForObject(
  context: Context,
  bucket: WaitedBucket,
  { from, withinSeconds }: WaitForObjectSettings,
): Promise<StoredObject> {
  const { time } = context.sandbox;
  return context.recorder.step(`wait for an object from ${from.name} in bucket ${bucket.name}`, async () => {
    const key = await poll(context, {
      awaited: `an object from delivery stream ${from.name} in bucket ${bucket.name} of ${bucket.owner.title}`,
      withinSeconds,
      notBeforeMs: from.earliestDeliveryMs,
      look: async () => {
        const keys = await bucket.keys();
        return (
          keys.find((each) => each.includes(`${from.name}-`)) ??
          notYet(keys.length === 0 ? "an empty bucket" : `no object but ${keys.slice(0, 5).join(", ")}`)
        );
      },
      lastError: () => from.lastError(),
      explain: async () => explainFailures(await from.failures()),
    });
    if (from.firstPut !== undefined) context.recorder.latency(time.now() - from.firstPut.atMs);
    return bucket.readObject(key);
  });
}

/** Lines on what failed, one block a kind of failure. */
export function explainFailures(failures: readonly DeliveryFailure[]): readonly string[] {
  if (failures.length === 0) return ["no delivery was attempted, or none has failed so far"];
  return failures.flatMap(({ code, message, count, explanations }) => [
    `delivery failed ${count === 1 ? "once" : `${count} times`} with ${code}: ${message}`,
    ...explanations.map((text) => text.replaceAll(/^/gm, "  ")),
  ]);
}
