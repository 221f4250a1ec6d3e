import { DescribeLimits$, type DescribeLimitsInput, type DescribeLimitsOutput } from "@aws-sdk/client-kinesis";
import { action } from "../../model/action.ts";
import { type KinesisStore, shardLimitOf } from "../store.ts";

/** Source: Kinesis Data Streams Developer Guide, "Quotas and limits". */
const onDemandStreamLimit = 50;

/** The account's quotas in the region and what is used of them. Source: Kinesis API Reference, DescribeLimits. */
export const describeLimits = action<KinesisStore, DescribeLimitsInput, DescribeLimitsOutput>({
  schema: DescribeLimits$,
  emulates: [],
  permissions: (_store, { caller }) => [
    { action: "kinesis:DescribeLimits", resource: { arn: "*", accountId: caller.accountId ?? "" } },
  ],
  run: (store, { accountId, region, now }) => ({
    ShardLimit: shardLimitOf(region),
    OpenShardCount: store.shardCount(accountId, region, now),
    OnDemandStreamCount: store.list(accountId, region, now).filter(({ mode }) => mode === "ON_DEMAND").length,
    OnDemandStreamCountLimit: onDemandStreamLimit,
  }),
});
