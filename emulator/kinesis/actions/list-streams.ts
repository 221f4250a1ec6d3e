import { ListStreams$, type ListStreamsInput, type ListStreamsOutput } from "@aws-sdk/client-kinesis";
import { action } from "../../model/action.ts";
import { checkConstraints } from "../../model/constraints.ts";
import { wholeSeconds } from "../describe.ts";
import { invalidArgument } from "../errors.ts";
import type { KinesisStore } from "../store.ts";
import { streamNameConstraint } from "../stream-action.ts";

const constraints = {
  Limit: { min: 1, max: 10_000 },
  ExclusiveStartStreamName: streamNameConstraint,
  NextToken: { minLength: 1, maxLength: 1_048_576 },
};

/** The caller's streams of the region, by name. Source: Kinesis API Reference, ListStreams. */
export const listStreams = action<KinesisStore, ListStreamsInput, ListStreamsOutput>({
  schema: ListStreams$,
  emulates: ["Limit", "ExclusiveStartStreamName", "NextToken"],
  permissions: (_store, { input, caller }) => {
    checkConstraints(constraints, input);
    return [{ action: "kinesis:ListStreams", resource: { arn: "*", accountId: caller.accountId ?? "" } }];
  },
  run: (store, { input, accountId, region, now }) => {
    const after = input.NextToken === undefined ? input.ExclusiveStartStreamName : readToken(input.NextToken);
    const streams = store.list(accountId, region, now).filter(({ name }) => after === undefined || name > after);
    const page = streams.slice(0, input.Limit ?? 100);
    const last = page.at(-1);
    const hasMore = streams.length > page.length;
    return {
      StreamNames: page.map(({ name }) => name),
      StreamSummaries: page.map((stream) => ({
        StreamName: stream.name,
        StreamARN: stream.arn,
        StreamStatus: stream.shownStatus,
        StreamModeDetails: { StreamMode: stream.mode },
        StreamCreationTimestamp: wholeSeconds(stream.createdAtMs),
      })),
      HasMoreStreams: hasMore,
      ...(hasMore && last !== undefined && { NextToken: Buffer.from(last.name).toString("base64") }),
    };
  },
});

function readToken(token: string): string {
  const name = Buffer.from(token, "base64").toString();
  if (Buffer.from(name).toString("base64") !== token) throw invalidArgument("Invalid NextToken.");
  return name;
}
