import {
  CreateKeyCommand,
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateRandomCommand,
  ReEncryptCommand,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { errorOf, type TwoAccounts, twoAccounts } from "../../support/clients.ts";

const Plaintext = Buffer.from("This is a pen");
const EncryptionContext = { stream: "orders", zone: "landing" };

async function makeKey({ kms }: Pick<TwoAccounts["a"], "kms">): Promise<string> {
  return (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
}

test("decrypts what it encrypted, without being told the key", async () => {
  await using aws = await twoAccounts();
  const key = await makeKey(aws.a);
  const { CiphertextBlob, KeyId } = await aws.a.kms.send(new EncryptCommand({ KeyId: key, Plaintext }));
  expect(KeyId).toBe(key);
  expect(Buffer.from(CiphertextBlob ?? []).includes(Plaintext)).toBe(false);
  const opened = await aws.a.kms.send(new DecryptCommand({ CiphertextBlob }));
  expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe("This is a pen");
  expect(opened.KeyId).toBe(key);
});

test("decrypts only with the encryption context of the encryption, in whatever order", async () => {
  await using aws = await twoAccounts();
  const key = await makeKey(aws.a);
  const { CiphertextBlob } = await aws.a.kms.send(new EncryptCommand({ KeyId: key, Plaintext, EncryptionContext }));
  const open = (context?: Record<string, string>) =>
    aws.a.kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context }));
  expect((await open({ zone: "landing", stream: "orders" })).KeyId).toBe(key);
  for (const context of [undefined, { stream: "orders" }, { ...EncryptionContext, zone: "Landing" }]) {
    expect(await errorOf(open(context))).toMatchObject({ code: "InvalidCiphertextException", status: 400 });
  }
});

test("refuses damaged ciphertext and what never was any", async () => {
  await using aws = await twoAccounts();
  const { CiphertextBlob = new Uint8Array() } = await aws.a.kms.send(
    new EncryptCommand({ KeyId: await makeKey(aws.a), Plaintext }),
  );
  const damaged = Uint8Array.from(CiphertextBlob);
  damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
  for (const blob of [damaged, CiphertextBlob.subarray(0, 60), Plaintext]) {
    const failure = await errorOf(aws.a.kms.send(new DecryptCommand({ CiphertextBlob: blob })));
    expect(failure.code).toBe("InvalidCiphertextException");
  }
});

test("refuses to decrypt with another key than the one that encrypted", async () => {
  await using aws = await twoAccounts();
  const [one, other] = [await makeKey(aws.a), await makeKey(aws.a)];
  const { CiphertextBlob } = await aws.a.kms.send(new EncryptCommand({ KeyId: one, Plaintext }));
  expect((await aws.a.kms.send(new DecryptCommand({ CiphertextBlob, KeyId: one }))).KeyId).toBe(one);
  expect(await errorOf(aws.a.kms.send(new DecryptCommand({ CiphertextBlob, KeyId: other })))).toEqual({
    code: "IncorrectKeyException",
    message: "The key ID in the request does not identify a CMK that can perform this operation.",
    status: 400,
  });
});

test("makes data keys of the length that was asked for, which it can open again", async () => {
  await using aws = await twoAccounts();
  const KeyId = await makeKey(aws.a);
  const lengths = [
    [{ KeySpec: "AES_256" as const }, 32],
    [{ KeySpec: "AES_128" as const }, 16],
    [{ NumberOfBytes: 64 }, 64],
  ] as const;
  for (const [length, bytes] of lengths) {
    const made = await aws.a.kms.send(new GenerateDataKeyCommand({ KeyId, ...length, EncryptionContext }));
    expect(made.KeyId).toBe(KeyId);
    expect(made.Plaintext?.length).toBe(bytes);
    const { CiphertextBlob } = made;
    const opened = await aws.a.kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    expect(opened.Plaintext).toEqual(made.Plaintext);
  }
});

test("refuses a data key whose length is told twice or not at all", async () => {
  await using aws = await twoAccounts();
  const KeyId = await makeKey(aws.a);
  for (const input of [{}, { KeySpec: "AES_256" as const, NumberOfBytes: 32 }]) {
    expect(await errorOf(aws.a.kms.send(new GenerateDataKeyCommand({ KeyId, ...input })))).toEqual({
      code: "ValidationException",
      message: "Please specify either number of bytes or key spec.",
      status: 400,
    });
  }
});

test("makes a data key without showing it", async () => {
  await using aws = await twoAccounts();
  const KeyId = await makeKey(aws.a);
  const made = await aws.a.kms.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId, KeySpec: "AES_256" }));
  expect(made).not.toHaveProperty("Plaintext");
  const { CiphertextBlob } = made;
  expect((await aws.a.kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext?.length).toBe(32);
});

test("moves ciphertext to another key and context", async () => {
  await using aws = await twoAccounts();
  const [one, other] = [await makeKey(aws.a), await makeKey(aws.a)];
  const { CiphertextBlob } = await aws.a.kms.send(new EncryptCommand({ KeyId: one, Plaintext }));
  const moved = await aws.a.kms.send(
    new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: other, DestinationEncryptionContext: EncryptionContext }),
  );
  expect(moved).toMatchObject({ SourceKeyId: one, KeyId: other });
  const opened = await aws.a.kms.send(
    new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, EncryptionContext, KeyId: other }),
  );
  expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe("This is a pen");
});

test("encrypts 4,096 bytes and refuses one more", async () => {
  await using aws = await twoAccounts();
  const KeyId = await makeKey(aws.a);
  const encrypt = (bytes: number) => aws.a.kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.alloc(bytes) }));
  expect((await encrypt(4096)).KeyId).toBe(KeyId);
  expect(await errorOf(encrypt(4097))).toEqual({
    code: "ValidationException",
    message:
      "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
    status: 400,
  });
});

test("gives random bytes, as many as it is asked for", async () => {
  await using aws = await twoAccounts();
  const ask = (NumberOfBytes?: number) => aws.a.kms.send(new GenerateRandomCommand({ NumberOfBytes }));
  expect((await ask(44)).Plaintext?.length).toBe(44);
  expect((await errorOf(ask())).message).toBe("NumberOfBytes is required.");
  expect((await errorOf(ask(1025))).message).toBe(
    "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
  );
});
