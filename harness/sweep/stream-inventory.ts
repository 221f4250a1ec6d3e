import {
  type FirehoseClient,
  ListDeliveryStreamsCommand,
  ListTagsForDeliveryStreamCommand,
} from "@aws-sdk/client-firehose";
import { ListTagsForStreamCommand, paginateListStreams } from "@aws-sdk/client-kinesis";
import { itemsOf } from "../removal/pages.ts";
import { removeDataStream, removeDeliveryStream } from "../removal/streams.ts";
import { byName, type Inventory, namesFrom, tagsFrom, unlessMissing } from "./inventory.ts";

const notFound = ["ResourceNotFoundException"];

export const deliveryStreams: Inventory = {
  kind: "delivery-stream",
  isGlobal: false,
  list: async ({ clients }, prefix) => namesFrom(prefix, await deliveryStreamNames(clients.firehose)),
  named: byName,
  // As many as one can have come in one answer. Source: Firehose API Reference, ListTagsForDeliveryStream, TagDeliveryStream.
  tags: ({ clients }, { id: DeliveryStreamName }) =>
    unlessMissing(notFound, async () => {
      const command = new ListTagsForDeliveryStreamCommand({ DeliveryStreamName, Limit: 50 });
      return tagsFrom((await clients.firehose.send(command)).Tags);
    }),
  remove: removeDeliveryStream,
};

export const dataStreams: Inventory = {
  kind: "data-stream",
  isGlobal: false,
  list: async ({ clients: { kinesis: client } }, prefix) =>
    namesFrom(prefix, await itemsOf(paginateListStreams({ client }, {}), ({ StreamNames }) => StreamNames)),
  named: byName,
  // As many as one can have come in one answer. Source: Kinesis API Reference, ListTagsForStream, AddTagsToStream.
  tags: ({ clients }, { id: StreamName }) =>
    unlessMissing(notFound, async () =>
      tagsFrom((await clients.kinesis.send(new ListTagsForStreamCommand({ StreamName, Limit: 50 }))).Tags),
    ),
  remove: removeDataStream,
};

/** The SDK has no paginator for them: a page begins after a name. */
async function deliveryStreamNames(firehose: FirehoseClient): Promise<readonly string[]> {
  const all: string[] = [];
  for (let isMore = true; isMore; ) {
    const { DeliveryStreamNames: page = [], HasMoreDeliveryStreams } = await firehose.send(
      new ListDeliveryStreamsCommand({ Limit: 100, ExclusiveStartDeliveryStreamName: all.at(-1) }),
    );
    all.push(...page);
    isMore = HasMoreDeliveryStreams === true && page.length > 0;
  }
  return all;
}
