import { expect, test } from "vitest";
import { awsCli, needsClient, python } from "../support/child-clients.ts";
import { twoAccounts } from "../support/clients.ts";
import { makeUser } from "../support/identities.ts";

const timeout = 90_000;

test("the AWS CLI creates a key and an alias that only its account can use", { timeout }, async ({ skip }) => {
  await needsClient(skip, "aws");
  await using aws = await twoAccounts();
  const created = await awsCli(aws.emulator, aws.accountA, ["kms", "create-key"]);
  const { Arn, KeyId } = JSON.parse(created.stdout).KeyMetadata;
  const alias = ["kms", "create-alias", "--alias-name", "alias/orders", "--target-key-id", KeyId];
  expect(await awsCli(aws.emulator, aws.accountA, alias)).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  const dataKey = ["kms", "generate-data-key", "--key-spec", "AES_256", "--key-id"];
  const made = await awsCli(aws.emulator, aws.accountA, [...dataKey, "alias/orders"]);
  expect(JSON.parse(made.stdout).KeyId).toBe(Arn);
  const denied = await awsCli(aws.emulator, aws.accountB, [...dataKey, Arn]);
  expect(denied.stderr).toContain(
    "An error occurred (AccessDeniedException) when calling the GenerateDataKey operation",
  );
});

test("boto3 encrypts and decrypts with the context, and not without it", { timeout }, async ({ skip }) => {
  await needsClient(skip, "boto3");
  await using aws = await twoAccounts();
  const { keys } = await makeUser(aws.a, "ann", { Action: "kms:*", Resource: "*" });
  const { stdout, stderr } = await python(
    aws.emulator,
    keys,
    `
import boto3
kms = boto3.client("kms")
key = kms.create_key()["KeyMetadata"]["KeyId"]
context = {"stream": "orders"}
blob = kms.encrypt(KeyId=key, Plaintext=b"This is a pen", EncryptionContext=context)["CiphertextBlob"]
print(kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)["Plaintext"].decode())
try:
    kms.decrypt(CiphertextBlob=blob)
    print("decrypted")
except kms.exceptions.InvalidCiphertextException:
    print("refused")
`,
  );
  expect({ lines: stdout.trim().split("\n"), stderr }).toEqual({ lines: ["This is a pen", "refused"], stderr: "" });
});
