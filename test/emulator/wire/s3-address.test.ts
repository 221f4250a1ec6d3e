import { expect, test } from "vitest";
import type { WireRequest } from "../../../emulator/wire/request.ts";
import { readS3Address } from "../../../emulator/wire/s3-address.ts";

const addressOf = (host: string, rawPath: string) => readS3Address({ host, rawPath } as WireRequest);

test.each([
  "landing.s3.us-east-1.amazonaws.com",
  "landing.s3.amazonaws.com:443",
  "landing.s3.us-gov-west-1.amazonaws.com",
  "landing.s3.cn-north-1.amazonaws.com.cn",
  "landing.s3.eusc-de-east-1.amazonaws.eu",
  "landing.s3.us-iso-east-1.c2s.ic.gov",
  "landing.localhost:4566",
])("%s names the bucket", (host) => {
  expect(addressOf(host, "/2026/a%20b")).toEqual({ bucket: "landing", key: "2026/a b" });
});

test.each(["s3.amazonaws.com", "s3.cn-north-1.amazonaws.com.cn", "s3.eusc-de-east-1.amazonaws.eu", "localhost:4566"])(
  "%s leaves it to the path",
  (host) => {
    expect(addressOf(host, "/landing/k")).toEqual({ bucket: "landing", key: "k" });
  },
);
