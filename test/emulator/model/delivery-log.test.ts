import { expect, test } from "vitest";
import { DeliveryLog, type DeliveryRecord } from "../../../emulator/model/delivery-log.ts";

const attempt = (deliveryStreamArn: string, at: number, outcome: DeliveryRecord["outcome"]): DeliveryRecord => ({
  at,
  deliveryStreamArn,
  deliveryStreamVersionId: "1",
  outcome,
  purpose: "destination",
  destination: "arn:aws:s3:::landing",
  records: 1,
  bytes: 1,
  attempt: 1,
});

test("keeps each delivery stream's last attempts in order and forgets the oldest", () => {
  const log = new DeliveryLog(2);
  for (const at of [1, 2, 3]) log.record(attempt("orders", at, "failed"));
  log.record(attempt("clicks", 4, "delivered"));
  expect(log.of("orders").map(({ at }) => at)).toEqual([2, 3]);
  expect(log.of("clicks").map(({ at }) => at)).toEqual([4]);
  expect(log.of("unknown")).toEqual([]);
});

test("tells failures and losses from deliveries", () => {
  const log = new DeliveryLog();
  for (const outcome of ["failed", "delivered", "lost"] as const) log.record(attempt("orders", 1, outcome));
  expect(log.failures("orders").map(({ outcome }) => outcome)).toEqual(["failed", "lost"]);
});

test("tells a listener of each attempt until it unsubscribes", () => {
  const log = new DeliveryLog();
  const heard: number[] = [];
  const unsubscribe = log.subscribe(({ at }) => heard.push(at));
  log.record(attempt("orders", 1, "failed"));
  unsubscribe();
  log.record(attempt("orders", 2, "failed"));
  expect(heard).toEqual([1]);
});
