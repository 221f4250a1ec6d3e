import { ListTagsForResourceCommand, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeKeyCommand, type KeyMetadata, paginateListKeys, paginateListResourceTags } from "@aws-sdk/client-kms";
import { GetBucketTaggingCommand, paginateListBuckets } from "@aws-sdk/client-s3";
import { formatArn } from "../arns.ts";
import { removeBucket } from "../removal/bucket.ts";
import { removeKey } from "../removal/key.ts";
import { removeLogGroup } from "../removal/log-group.ts";
import { itemsOf } from "../removal/pages.ts";
import { policies, roles, users } from "./iam-inventory.ts";
import { byName, type Found, type Inventory, namesFrom, type Site, tagsFrom, unlessMissing } from "./inventory.ts";
import { logGroupFolder } from "./names.ts";
import { dataStreams, deliveryStreams } from "./stream-inventory.ts";

const buckets: Inventory = {
  kind: "bucket",
  isGlobal: true,
  list: async ({ clients: { s3: client } }, Prefix) => {
    const all = await itemsOf(paginateListBuckets({ client }, { Prefix }), (page) => page.Buckets);
    return all.flatMap(({ Name: name = "", BucketRegion: region }) =>
      name.startsWith(Prefix) ? [{ name, id: name, ...(region !== undefined && { region }) }] : [],
    );
  },
  named: byName,
  tags: async ({ accountId: ExpectedBucketOwner, clients }, { id: Bucket }) => {
    const asking = () => clients.s3.send(new GetBucketTaggingCommand({ Bucket, ExpectedBucketOwner }));
    const answer = await unlessMissing(["NoSuchBucket"], () =>
      unlessMissing(["NoSuchTagSet"], asking).then((found) => found ?? { TagSet: [] }),
    );
    return answer && tagsFrom(answer.TagSet);
  },
  remove: removeBucket,
};

const logGroups: Inventory = {
  kind: "log-group",
  isGlobal: false,
  list: async ({ clients: { logs: client } }, prefix) => {
    const logGroupNamePrefix = `${logGroupFolder}${prefix}`;
    const all = await itemsOf(paginateDescribeLogGroups({ client }, { logGroupNamePrefix }), (page) => page.logGroups);
    return namesFrom(
      logGroupNamePrefix,
      all.map(({ logGroupName }) => logGroupName),
    );
  },
  named: byName,
  tags: ({ accountId, region, clients }, { id }) =>
    unlessMissing(["ResourceNotFoundException"], async () => {
      const resourceArn = formatArn("logs", region, accountId, `log-group:${id}`);
      return (await clients.logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags ?? {};
    }),
  remove: removeLogGroup,
};

/** A key's name is its description. One that waits for its deletion counts as gone. */
const keys: Inventory = {
  kind: "key",
  isGlobal: false,
  list: (site, prefix) => keysDescribed(site, (description) => description.startsWith(prefix)),
  named: (site, name) => keysDescribed(site, (description) => description === name),
  tags: ({ clients: { kms: client } }, { id: KeyId }) =>
    unlessMissing(["NotFoundException"], async () => {
      const tags = await itemsOf(paginateListResourceTags({ client }, { KeyId }), ({ Tags }) => Tags);
      return tagsFrom(tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })));
    }),
  remove: removeKey,
};

async function keysDescribed({ clients: { kms: client } }: Site, isWanted: (description: string) => boolean) {
  const found: Found[] = [];
  for (const { KeyId } of await itemsOf(paginateListKeys({ client }, {}), ({ Keys }) => Keys)) {
    const answer = await unlessMissing(["NotFoundException"], () => client.send(new DescribeKeyCommand({ KeyId })));
    const key = answer?.KeyMetadata;
    if (key?.Description === undefined || !isWanted(key.Description) || isGoing(key)) continue;
    found.push({ name: key.Description, id: key.Arn ?? "" });
  }
  return found;
}

function isGoing({ KeyState: state }: KeyMetadata): boolean {
  return state === "PendingDeletion" || state === "PendingReplicaDeletion";
}

/**
 * In the order of removal: what writes goes before what it writes into, what acts before what it acts with, and policies
 * after whom they bind.
 */
export const inventories: readonly Inventory[] = [
  deliveryStreams,
  dataStreams,
  buckets,
  logGroups,
  roles,
  users,
  policies,
  keys,
];
