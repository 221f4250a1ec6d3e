/**
 * Amazon CloudWatch Logs.
 *
 * **Supported**: each operation of `actions/`: log groups and streams, events in and out, filter patterns for text and
 * JSON, retention, tags.
 *
 * **Gaps**: refused by name: filter patterns for space-delimited events, regular expressions and wildcards in selectors,
 * encryption of log groups, log classes other than STANDARD, subscription and metric filters, Logs Insights, exports,
 * account and resource policies.
 *
 * **By design**: events expire the moment that their retention ends, where AWS takes up to 72 hours more; they can be read
 * at once. Every operation is authorized on a log stream's ARN, its name empty where the whole group is meant, as AWS's
 * denials show it.
 *
 * Sources: CloudWatch Logs API Reference and User Guide as of August 2026; texts of errors recorded by LocalStack from AWS.
 */
import * as model from "@aws-sdk/client-cloudwatch-logs";
import { bind } from "../model/action.ts";
import { actionsIn } from "../model/action-folder.ts";
import type { Service } from "../model/service.ts";
import { LogsStore } from "./store.ts";

const actions = await actionsIn<LogsStore>(new URL("./actions/", import.meta.url));

export function createLogs(): Service {
  return {
    name: "logs",
    signingName: "logs",
    protocol: { kind: "aws-json", version: "1.1", targetPrefix: "Logs_20140328" },
    model,
    actions: bind(new LogsStore(), actions),
    close: async () => {},
  };
}
