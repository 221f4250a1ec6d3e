import { DescribeKeyCommand, paginateListKeys, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { itemsOf } from "./pages.ts";
import { type Remove, unlessGone } from "./removal.ts";

/**
 * Keys go after a waiting period; seven days are the least. One that is going already is in an invalid state for it.
 * `name` is its id or ARN.
 */
export const removeKey: Remove = ({ clients }, name) =>
  unlessGone(
    ["NotFoundException", "KMSInvalidStateException"],
    clients.kms.send(new ScheduleKeyDeletionCommand({ KeyId: name, PendingWindowInDays: 7 })),
  );

/** Where the answer got lost that had the key's id: all with the description, which is the scenario's own. */
export const removeKeysDescribed: Remove = async (site, description) => {
  const { kms: client } = site.clients;
  for (const { KeyId = "" } of await itemsOf(paginateListKeys({ client }, {}), ({ Keys }) => Keys)) {
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
    if (KeyMetadata?.Description === description) await removeKey(site, KeyId);
  }
};
