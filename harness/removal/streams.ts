import { DeleteDeliveryStreamCommand, DescribeDeliveryStreamCommand } from "@aws-sdk/client-firehose";
import { DeleteStreamCommand, DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { notYet, poll } from "../poll.ts";
import { onceFree, type Remove, unlessGone } from "./removal.ts";

const notFound = ["ResourceNotFoundException"];

/** Waits until it is gone: a delivery stream that is still DELETING writes into a bucket that is being emptied. */
export const removeDeliveryStream: Remove = (site, DeliveryStreamName) => {
  const { clients, waiting } = site;
  const { firehose } = clients;
  return unlessGone(
    notFound,
    (async () => {
      // It is still CREATING. Its key, which may be gone or disabled, must not keep it.
      await onceFree(site, { codes: ["ResourceInUseException"], withinSeconds: 300 }, () =>
        firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName, AllowForceDelete: true })),
      );
      await poll(waiting, {
        awaited: `delivery stream ${DeliveryStreamName} to be gone`,
        withinSeconds: 600,
        look: async () => {
          const { DeliveryStreamDescription } = await firehose.send(
            new DescribeDeliveryStreamCommand({ DeliveryStreamName }),
          );
          return notYet(`status ${DeliveryStreamDescription?.DeliveryStreamStatus}`);
        },
      });
    })(),
  );
};

/** Waits until it is gone: its name counts against the account's shards as long as it is DELETING. */
export const removeDataStream: Remove = (site, StreamName) => {
  const { clients, waiting } = site;
  const { kinesis } = clients;
  return unlessGone(
    notFound,
    (async () => {
      await onceFree(site, { codes: ["ResourceInUseException"], withinSeconds: 300 }, () =>
        kinesis.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true })),
      );
      await poll(waiting, {
        awaited: `data stream ${StreamName} to be gone`,
        withinSeconds: 300,
        look: async () => {
          const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
          return notYet(`status ${StreamDescriptionSummary?.StreamStatus}`);
        },
      });
    })(),
  );
};
