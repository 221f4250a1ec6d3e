import { UpdateMaxRecordSize$, type UpdateMaxRecordSizeInput } from "@aws-sdk/client-kinesis";
import { streamAction } from "../stream-action.ts";

/** How large one record of a stream may be, from 1 to 10 MiB. Source: Kinesis API Reference, UpdateMaxRecordSize. */
export const updateMaxRecordSize = streamAction<UpdateMaxRecordSizeInput, object>({
  schema: UpdateMaxRecordSize$,
  emulates: ["MaxRecordSizeInKiB"],
  constraints: { MaxRecordSizeInKiB: { required: true, min: 1024, max: 10_240 } },
  run: (_store, { input, now }, stream) => {
    stream.update(now, () => {
      stream.maxRecordBytes = (input.MaxRecordSizeInKiB ?? 1024) * 1024;
    });
    return {};
  },
});
