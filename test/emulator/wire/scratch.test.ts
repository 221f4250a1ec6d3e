import { expect, test } from "vitest";
import { takeScratch } from "../../../emulator/wire/scratch.ts";

test("gives the same memory again only once it has been released", () => {
  const one = takeScratch(100_000);
  const other = takeScratch(200_000);
  if (one === undefined || other === undefined) throw new Error("bodies of this size have scratch memory");
  expect(one.bytes.length).toBe(100_000);
  expect(one.bytes.buffer).not.toBe(other.bytes.buffer);
  one.release();
  one.release();
  const [third, fourth] = [takeScratch(100_000), takeScratch(100_000)];
  expect(third?.bytes.buffer).toBe(one.bytes.buffer);
  expect(fourth?.bytes.buffer).not.toBe(one.bytes.buffer);
});

test("leaves small and large bodies to memory of their own", () => {
  expect([takeScratch(0), takeScratch(65_535), takeScratch(1_048_577)]).toEqual([undefined, undefined, undefined]);
});
