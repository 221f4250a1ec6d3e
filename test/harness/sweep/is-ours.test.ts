import { expect, test } from "vitest";
import type { ResourceKind } from "../../../harness/journal/journal.ts";
import { isOurs, type Ownership, type Seen } from "../../../harness/sweep/is-ours.ts";

const run = "t8k2m1x4q7";
const realm = { prefix: "crosscheck", accounts: ["111111111111", "222222222222"] };

const bucket: Seen = {
  kind: "bucket",
  accountId: "111111111111",
  name: `crosscheck-${run}-1-landing`,
  tags: { "crosscheck:run": run },
};

const ours: Ownership = { kind: "ours", run };

test("name, tag and account together are proof", () => {
  expect(isOurs(bucket, realm)).toEqual(ours);
  expect(isOurs({ ...bucket, accountId: "222222222222", tags: { ...bucket.tags, team: "data" } }, realm)).toEqual(ours);
});

const missing: readonly { readonly title: string; readonly seen: Partial<Seen>; readonly because: string }[] = [
  {
    title: "another account",
    seen: { accountId: "333333333333" },
    because: "account 333333333333 is not one of the configured",
  },
  { title: "no tag", seen: { tags: {} }, because: "it has no tag `crosscheck:run`" },
  {
    title: "an empty tag",
    seen: { tags: { "crosscheck:run": "" } },
    because: `its name says run ${run} and its tag \`crosscheck:run\` says \`\``,
  },
  {
    title: "a tag of other letters",
    seen: { tags: { "Crosscheck:Run": run } },
    because: "it has no tag `crosscheck:run`",
  },
  {
    title: "another run's tag",
    seen: { tags: { "crosscheck:run": "t8k2m1x4q8" } },
    because: `its name says run ${run} and its tag \`crosscheck:run\` says \`t8k2m1x4q8\``,
  },
  ...[
    "crosscheck",
    "crosscheck-",
    `crosscheck-${run}`,
    `crosscheck-${run}-`,
    `crosscheck-${run}x-1-landing`,
    "crosscheck-t8k2m1x4q-1-landing",
    "crosscheck-T8K2M1X4Q7-1-landing",
    `Crosscheck-${run}-1-landing`,
    `my-crosscheck-${run}-1-landing`,
    `crosscheck.${run}-1-landing`,
    `${run}-1-landing`,
    "",
  ].map((name) => ({
    title: `the name \`${name}\``,
    seen: { name },
    because: "its name does not begin with `crosscheck-` and a run",
  })),
];

for (const { title, seen, because } of missing) {
  test(`with ${title} there is no proof`, () => {
    expect(isOurs({ ...bucket, ...seen }, realm)).toEqual({ kind: "not-ours", because });
  });
}

test("a log group's name is behind Firehose's folder, and nobody else's is", () => {
  const named = (kind: ResourceKind, name: string) => isOurs({ ...bucket, kind, name }, realm).kind;
  const bare = `crosscheck-${run}-1-deliver`;
  expect(named("log-group", `/aws/kinesisfirehose/${bare}`)).toBe("ours");
  expect(named("log-group", bare)).toBe("not-ours");
  expect(named("log-group", `/aws/lambda/${bare}`)).toBe("not-ours");
  expect(named("bucket", `/aws/kinesisfirehose/${bare}`)).toBe("not-ours");
});

test("a prefix is taken as it is, also where it would be a pattern", () => {
  const named = (name: string) => isOurs({ ...bucket, name }, { ...realm, prefix: "a.c" }).kind;
  expect(named(`a.c-${run}-1-landing`)).toBe("ours");
  expect(named(`abc-${run}-1-landing`)).toBe("not-ours");
});
