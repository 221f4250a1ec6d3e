import { stat } from "node:fs/promises";
import * as v from "valibot";
import { type Snapshot, snapshotFormat } from "../live/snapshot.ts";
import { emptyPart, type Part } from "../part.ts";
import { mostBytes, readBounded } from "./bounded-file.ts";
import { parseJsonDocument } from "./json-document.ts";
import { validated } from "./validated.ts";

const source = v.looseObject({
  file: v.string(),
  line: v.optional(v.number()),
  column: v.optional(v.number()),
  path: v.optional(v.string()),
});
const policy = v.looseObject({ name: v.string(), text: v.string(), source });
const accountId = v.pipe(v.string(), v.regex(/^\d{12}$/, "an account id has 12 digits"));

const dataStreamArn = v.pipe(
  v.string(),
  v.regex(/^arn:[\w-]+:kinesis:[^:]+:\d{12}:stream\/.+$/, "a data stream has an ARN"),
);

/** What no account is read for. */
const nothing = v.optional(v.strictTuple([], "must be an empty list"));

/** What the rest relies on; everything else is as AWS answered it. */
const snapshot = v.strictObject({
  format: v.literal(snapshotFormat),
  readAt: v.pipe(v.string(), v.isoTimestamp("a time is in ISO 8601")),
  part: v.looseObject({
    accounts: v.array(v.looseObject({ id: accountId, region: v.string(), source })),
    dataStreams: v.array(v.looseObject({ arn: dataStreamArn, kmsKeyArn: v.optional(v.string()), source })),
    deliveryStreams: v.array(
      v.looseObject({
        accountId,
        region: v.string(),
        name: v.string(),
        reads: v.optional(v.looseObject({ dataStreamArn, roleArn: v.string() })),
        destination: v.looseObject({
          RoleARN: v.string(),
          BucketARN: v.string(),
          Prefix: v.optional(v.string()),
          BufferingHints: v.optional(
            v.looseObject({ SizeInMBs: v.optional(v.number()), IntervalInSeconds: v.optional(v.number()) }),
          ),
        }),
        source,
      }),
    ),
    roles: v.array(
      v.looseObject({
        accountId,
        partition: v.optional(v.string(), "aws"),
        path: v.optional(v.string()),
        name: v.string(),
        trustPolicy: policy,
        inlinePolicies: v.array(policy),
        attachedPolicyArns: v.array(v.string()),
        source,
      }),
    ),
    managedPolicies: v.array(v.looseObject({ arn: v.string(), document: policy })),
    buckets: v.array(
      v.looseObject({ accountId, region: v.string(), name: v.string(), policy: v.optional(policy), source }),
    ),
    keys: v.array(
      v.looseObject({
        arn: v.string(),
        aliases: v.array(v.string()),
        policy: v.optional(policy),
        grants: v.array(v.looseObject({})),
        isEnabled: v.boolean(),
        source,
      }),
    ),
    logStreams: v.array(v.looseObject({ group: v.string(), stream: v.string() })),
    organizations: nothing,
    assumed: nothing,
    functionPermissions: nothing,
    unknowns: nothing,
    references: nothing,
    assumptions: nothing,
    unreadable: nothing,
    missing: nothing,
    leftOut: nothing,
    notChecked: v.array(v.looseObject({ what: v.string(), because: v.string(), couldMatter: v.boolean(), source })),
  }),
});

/** Whether the file begins as a snapshot does. */
export async function isSnapshot(input: string): Promise<boolean> {
  const found = await stat(input).catch(() => undefined);
  if (found?.isFile() !== true || found.size > mostBytes || !input.endsWith(".json")) return false;
  return /^\s*\{\s*"format"\s*:\s*"firehose-crosscheck\/snapshot\//.test(await readBounded(input));
}

/** What `check --live --snapshot FILE` wrote. Rejects with an `InputError`. */
export async function readSnapshot(input: string): Promise<Part> {
  const document = parseJsonDocument(await readBounded(input), input);
  const read = validated(snapshot, document) as unknown as Snapshot;
  return { ...emptyPart, ...read.part };
}
