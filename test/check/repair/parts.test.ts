import { expect, test } from "vitest";
import { check, checkWithFiles } from "../../../check/check.ts";
import type { Configuration } from "../../../check/configuration.ts";
import type { ConfigurationChange } from "../../../check/repair/change.ts";
import { inOrder } from "../../../check/repair/parts.ts";
import { baseWorldOf } from "../../../check/unknown/judge.ts";
import { deliveryActions } from "../../../harness/index.ts";
import { corpusEntry } from "../../support/corpus.ts";
import { readConfiguration } from "../../support/read-configuration.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import {
  accountA,
  accountB,
  allowDelivery,
  article,
  policyText,
  readStream,
  roleArn,
  writeObjects,
} from "../article.ts";

const lacking = deliveryActions.filter((action) => action !== "s3:PutObjectAcl");
const [inA, inB] = [`account A (${accountA})`, `account B (${accountB})`];

test("a repair in one account has no order", async () => {
  const { repair } = await check(article({ bucket: [{ ...allowDelivery, Action: lacking }] }));
  expect([repair?.patches.length, repair?.patches[0]?.by, repair?.order]).toEqual([1, undefined, undefined]);
});

test("of a repair in both accounts each has a patch of its own, and the order is told", async () => {
  const { repair } = await check(
    article({
      role: [{ ...writeObjects, Action: lacking }, readStream],
      bucket: [{ ...allowDelivery, Action: lacking }],
    }),
  );
  expect(repair?.patches.map(({ by }) => by)).toEqual([inB, inA]);
  expect(repair?.order).toBe(
    `Apply them in this order: ${inB}, then ${inA}. No state between loses anything or lets anybody else in.`,
  );
});

const source = { file: "test" };
const keyArn = `arn:aws:kms:us-east-1:${accountB}:key/11111111-2222-3333-4444-555555555555`;
const ownKey = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${accountB}:root` },
  Action: "kms:*",
  Resource: "*",
};

/** Works, in clear. */
function withKey(): Configuration {
  const useKey = { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: keyArn };
  return article(
    { role: [writeObjects, readStream, useKey] },
    {
      keys: [
        { arn: keyArn, aliases: [], grants: [], isEnabled: true, policy: policyText("key policy", ownKey), source },
      ],
    },
  );
}

const encrypt: ConfigurationChange = {
  kind: "set-destination",
  settings: { EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN: keyArn } } },
  text: "encrypt",
};
const letUse: ConfigurationChange = {
  kind: "edit-policy",
  place: { kind: "key", arn: keyArn },
  edits: [
    {
      path: ["Statement", 1],
      value: { ...ownKey, Principal: { AWS: roleArn }, Action: ["kms:Decrypt", "kms:GenerateDataKey"] },
    },
  ],
  text: "let the role use the key",
};

test("what arrives already goes on arriving: the key is opened before it is used", async () => {
  const { parts } = await inOrder(withKey(), [encrypt, letUse], baseWorldOf);
  expect(parts.map(({ by }) => by)).toEqual([inB, inA]);
});

test("where no order keeps what there is, that is said", async () => {
  const other = "arn:aws:iam::111111111111:role/other";
  const base = article();
  const [role] = base.roles;
  if (role === undefined) throw new Error("the article has a role");
  const configuration = { ...base, roles: [role, { ...role, name: "other" }] };
  const toOther: ConfigurationChange = {
    kind: "set-destination",
    settings: { RoleARN: other },
    text: "take the other",
  };
  const nameOther: ConfigurationChange = {
    kind: "edit-policy",
    place: { kind: "bucket" },
    edits: [{ path: ["Statement", 0, "Principal"], value: { AWS: other } }],
    text: "name the other",
  };
  const { order } = await inOrder(configuration, [toOther, nameOther], baseWorldOf);
  expect(order).toMatch(/^Apply them at one time: /);
});

test("paths in a diff are relative to where it is applied, wherever the input lies", async () => {
  using folder = temporaryFolder();
  const inputs = corpusEntry("role-policy-without-put-object").inputs;
  const configuration = await readConfiguration(inputs);
  const [inside] = (await check(configuration, { workingFolder: process.cwd() })).repair?.patches ?? [];
  expect(inside).toMatchObject({
    diff: expect.stringMatching(/^--- test\/corpus\/role-policy-without-put-object\/role-policy\.json\n/),
  });
  const { result, files } = await checkWithFiles(configuration, { workingFolder: folder.path });
  const [outside] = result.repair?.patches ?? [];
  expect(outside).toMatchObject({
    folder: expect.stringMatching(/role-policy-without-put-object$/),
    diff: expect.stringMatching(/^--- role-policy\.json\n/),
  });
  expect(files.map(({ file }) => file)).toEqual([
    expect.stringMatching(/role-policy-without-put-object\/role-policy\.json$/),
  ]);
});
