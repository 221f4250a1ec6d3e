import { expect, test } from "vitest";
import { callOf, commandWith } from "../../harness/aws-cli-call.ts";

test("a command is the call of its name, with its options as parameters", () => {
  const command = ["iam", "create-role", "--role-name", "delivery", "--tags", '[{"Key":"a","Value":"b"}]'];
  expect(callOf(command)).toEqual({
    service: "iam",
    operation: "CreateRole",
    input: { RoleName: "delivery", Tags: [{ Key: "a", Value: "b" }] },
  });
});

test("CloudWatch Logs' parameters begin in lower case", () => {
  expect(callOf(["logs", "create-log-group", "--log-group-name", "errors"]).input).toEqual({ logGroupName: "errors" });
});

test("shorthand, and what only looks like JSON, stays text", () => {
  const { input } = callOf(["firehose", "update-destination", "--s3-destination-update", "BucketARN=x", "--a", "{x"]);
  expect(input).toEqual({ S3DestinationUpdate: "BucketARN=x", A: "{x" });
});

test("parameters that are added become options, and replace those of their name", () => {
  const command = ["s3api", "create-bucket", "--bucket", "x", "--create-bucket-configuration", '{"a":1}'];
  const call = callOf(command);
  const CreateBucketConfiguration = { a: 1, Tags: [] };
  expect(commandWith(command, call, { ...call.input, CreateBucketConfiguration, PermissionsBoundary: "arn" })).toEqual([
    ...["s3api", "create-bucket", "--bucket", "x"],
    ...["--create-bucket-configuration", '{"a":1,"Tags":[]}', "--permissions-boundary", "arn"],
  ]);
});

test("a command whose parameters stay is run as it was given", () => {
  const command = ["s3api", "get-object", "--bucket", "x", "--key", "k", "/tmp/file"];
  const call = callOf(command);
  expect(commandWith(command, call, call.input)).toBe(command);
  expect(commandWith(command, call, { ...call.input, Key: "other" })).toEqual([
    ...["s3api", "get-object", "/tmp/file", "--bucket", "x", "--key", "other"],
  ]);
});
