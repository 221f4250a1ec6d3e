import fc from "fast-check";
import { expect, test } from "vitest";
import { describedDestination } from "../../../emulator/firehose/defaults.ts";
import { Delivery } from "../../../emulator/firehose/delivery.ts";
import { planOf } from "../../../emulator/firehose/plan.ts";
import type { RoleSessions } from "../../../emulator/firehose/role-sessions.ts";
import type { DeliveryStream } from "../../../emulator/firehose/stream.ts";
import { serviceCaller } from "../../../emulator/model/caller.ts";
import { VirtualClock } from "../../../emulator/model/clock.ts";
import type { DeliveryRecord } from "../../../emulator/model/delivery-log.ts";
import type { Environment, InternalCall } from "../../../emulator/model/environment.ts";
import { briefPace } from "../../../emulator/model/pace.ts";
import type { Payload } from "../../../emulator/model/payload.ts";
import { Random } from "../../../emulator/model/random.ts";
import { ServiceError } from "../../../emulator/model/service-error.ts";

const intervalSeconds = 60;
const mebibyte = 1024 * 1024;

/** What happens to a delivery stream: records come, time passes, the bucket begins or ends to refuse. */
type Happening =
  | { readonly kind: "put"; readonly bytes: number }
  | { readonly kind: "wait"; readonly seconds: number }
  | { readonly kind: "refuse"; readonly isRefusing: boolean };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("put" as const), bytes: fc.integer({ min: 1, max: 400_000 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), seconds: fc.integer({ min: 0, max: 200 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("refuse" as const), isRefusing: fc.boolean() }) },
);

interface Written {
  readonly atMs: number;
  readonly body: Buffer;
}

/** A delivery before a bucket that can be made to refuse. */
function makeWorld() {
  const clock = new VirtualClock(Date.UTC(2026, 10, 24));
  const written: Written[] = [];
  const attempts: DeliveryRecord[] = [];
  const bucket = { isRefusing: false };
  const environment = {
    pace: briefPace,
    clock,
    random: new Random(7),
    invoke: async ({ operation, input }: InternalCall) => {
      if (operation !== "PutObject") return {};
      if (bucket.isRefusing) throw new ServiceError("AccessDenied", "Access Denied", 403);
      const body = (input as { readonly Body: Payload }).Body;
      written.push({ atMs: clock.now(), body: await body.bytes() });
      return {};
    },
    bucketOwners: new Map(),
  } as unknown as Environment;
  const stream: DeliveryStream = {
    name: "orders",
    arn: "arn:aws:firehose:us-east-1:111111111111:deliverystream/orders",
    accountId: "111111111111",
    region: "us-east-1",
    status: "ACTIVE",
    version: 1,
    createdAtMs: clock.now(),
    source: { kind: "direct-put" },
    destination: describedDestination({
      RoleARN: "arn:aws:iam::111111111111:role/delivery",
      BucketARN: "arn:aws:s3:::landing",
      BufferingHints: { SizeInMBs: 1, IntervalInSeconds: intervalSeconds },
    }),
    encryption: { kind: "disabled" },
    tags: new Map(),
  };
  const delivery = new Delivery({
    environment,
    sessions: { as: async () => serviceCaller("firehose.amazonaws.com"), forget: () => {} } as unknown as RoleSessions,
    stream: () => stream,
    purpose: "destination",
    plan: () => planOf(stream.destination),
    retentionHours: async () => 24,
    onAttempt: async (record) => {
      attempts.push(record);
    },
  });
  return { clock, written, attempts, bucket, delivery };
}

test("writes every record once and in order, whatever comes when and however often the bucket refuses", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 40 }), async (happenings) => {
      const { clock, written, attempts, bucket, delivery } = makeWorld();
      const put: Buffer[] = [];
      for (const each of happenings) {
        if (each.kind === "put") {
          const data = Buffer.alloc(each.bytes, put.length % 251);
          put.push(data);
          delivery.accept({ data, arrivedAtMs: clock.now() });
        } else if (each.kind === "wait") await clock.advance(each.seconds * 1_000);
        else bucket.isRefusing = each.isRefusing;
      }
      bucket.isRefusing = false;
      await clock.advance(3_600_000);
      expect(Buffer.concat(written.map(({ body }) => body)).equals(Buffer.concat(put))).toBe(true);
      expect(delivery.pendingBytes).toBe(0);
      expect(delivery.oldestArrivalMs).toBeUndefined();
      const delivered = attempts.filter(({ outcome }) => outcome === "delivered");
      expect(delivered.reduce((sum, { records }) => sum + records, 0)).toBe(put.length);
      expect(attempts.every(({ outcome }) => outcome !== "lost")).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("closes each object by size or by interval and by nothing else while the bucket takes them", async () => {
  const calm = happening.filter(({ kind }) => kind !== "refuse");
  await fc.assert(
    fc.asyncProperty(fc.array(calm, { maxLength: 40 }), async (happenings) => {
      const { clock, written, attempts, delivery } = makeWorld();
      for (const each of happenings) {
        if (each.kind === "put") delivery.accept({ data: Buffer.alloc(each.bytes), arrivedAtMs: clock.now() });
        if (each.kind === "wait") await clock.advance(each.seconds * 1_000);
      }
      await clock.advance(intervalSeconds * 1_000);
      for (const [at, { body, atMs }] of written.entries()) {
        const age = atMs - (attempts[at]?.oldestArrivalAt ?? 0);
        if (body.length >= mebibyte) expect(age).toBeLessThanOrEqual(intervalSeconds * 1_000);
        else expect(age).toBe(intervalSeconds * 1_000);
        expect(body.length).toBeLessThan(mebibyte + 400_000);
      }
    }),
    { numRuns: 200 },
  );
});
