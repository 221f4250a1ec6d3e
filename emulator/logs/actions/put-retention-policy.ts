import { PutRetentionPolicy$, type PutRetentionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import { invalidParameter } from "../errors.ts";
import { groupAction } from "../group-action.ts";

/** In days. Source: CloudWatch Logs API Reference, PutRetentionPolicy. */
const periods = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Lets the events of a group expire. Source: CloudWatch Logs API Reference, PutRetentionPolicy. */
export const putRetentionPolicy = groupAction<PutRetentionPolicyRequest, undefined>({
  schema: PutRetentionPolicy$,
  emulates: ["retentionInDays"],
  constraints: { retentionInDays: { required: true } },
  run: (_store, { input, now }, group) => {
    const { retentionInDays = 0 } = input;
    if (!periods.includes(retentionInDays)) {
      throw invalidParameter(
        `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${periods.join(", ")}]`,
      );
    }
    group.retentionDays = retentionInDays;
    group.expire(now);
    return undefined;
  },
});
