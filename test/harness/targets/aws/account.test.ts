import { expect, test } from "vitest";
import { awsAccount } from "../../../../harness/targets/aws/account.ts";
import { realTime } from "../../../../harness/targets/real-time.ts";

const config = {
  accountId: "111111111111",
  region: "eu-central-1",
  credentials: { kind: "environment", prefix: "A_" },
} as const;

test("on AWS nothing is said of endpoints, attempts and clocks: they stay the SDK's", () => {
  const { credentials: _, ...account } = awsAccount(config, realTime, { PATH: "/bin", AWS_PROFILE: "work" });
  expect(account).toEqual({ id: "111111111111", region: "eu-central-1", isPathStyle: false, environment: {} });
});

test("where AWS's own variables name endpoints, buckets go into the path, and the AWS CLI hears of them", () => {
  const environment = { AWS_ENDPOINT_URL: "http://127.0.0.1:4500", AWS_CA_BUNDLE: "/ca.pem", AWS_PROFILE: "work" };
  const { isPathStyle, environment: forTheCli } = awsAccount(config, realTime, environment);
  expect({ isPathStyle, forTheCli }).toEqual({
    isPathStyle: true,
    forTheCli: { AWS_ENDPOINT_URL: "http://127.0.0.1:4500", AWS_CA_BUNDLE: "/ca.pem" },
  });
  expect(awsAccount(config, realTime, { AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9000" }).isPathStyle).toBe(true);
  expect(awsAccount(config, realTime, { AWS_ENDPOINT_URL_IAM: "http://127.0.0.1:9000" }).isPathStyle).toBe(false);
});

test("on a clock that runs fast, clients sign and retry by it", () => {
  const { signsAt, speed } = awsAccount(config, { speed: 60, now: () => 5, wait: async () => {} }, {});
  expect([signsAt?.(), speed]).toEqual([5, 60]);
});
