import { expect, test } from "vitest";
import { setEnvironment } from "../../../harness/rehearsal/environment.ts";

test("whom the SDKs act as and where is replaced as a whole, and put back", () => {
  process.env.AWS_PROFILE = "work";
  process.env.AWS_REGION = "eu-west-3";
  try {
    {
      using _rehearsal = setEnvironment({ AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_REGION: "us-east-1" });
      const { AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL } = process.env;
      expect([AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL]).toEqual([undefined, "us-east-1", "http://127.0.0.1:1"]);
    }
    const { AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL } = process.env;
    expect([AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL]).toEqual(["work", "eu-west-3", undefined]);
  } finally {
    delete process.env.AWS_PROFILE;
    delete process.env.AWS_REGION;
  }
});
