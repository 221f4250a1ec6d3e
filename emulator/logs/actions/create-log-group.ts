import { CreateLogGroup$, type CreateLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import { action } from "../../model/action.ts";
import { notImplemented } from "../../model/service-error.ts";
import { requestTagKeys } from "../../model/tag-keys.ts";
import { groupExists } from "../errors.ts";
import { checkInput, groupArnOf, groupNameConstraint, groupPermission } from "../group-action.ts";
import type { LogsStore } from "../store.ts";
import { addTags, tagsConstraint } from "../tags.ts";

const constraints = {
  logGroupName: { ...groupNameConstraint, required: true },
  tags: tagsConstraint,
  logGroupClass: { values: ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"] },
};

/** Creates a log group whose events never expire. Source: CloudWatch Logs API Reference, CreateLogGroup. */
export const createLogGroup = action<LogsStore, CreateLogGroupRequest, undefined>({
  schema: CreateLogGroup$,
  emulates: ["logGroupName", "tags", "logGroupClass"],
  permissions: (store, call) => {
    checkInput(constraints, call.input);
    const actions = ["logs:CreateLogGroup"];
    // Source: the same page: with tags, logs:TagResource is needed too.
    if (Object.keys(call.input.tags ?? {}).length > 0) actions.push("logs:TagResource");
    const context = requestTagKeys(Object.entries(call.input.tags ?? {}));
    return actions.map((each) => groupPermission(store, each, groupArnOf(call.input, call), call, "", context));
  },
  run: (store, request) => {
    const { input, now } = request;
    const { logGroupName = "", logGroupClass = "STANDARD" } = input;
    if (logGroupClass !== "STANDARD") throw notImplemented(`The log group class ${logGroupClass}`);
    const arn = groupArnOf(input, request);
    if (store.find(arn, now) !== undefined) throw groupExists();
    addTags(store.create(arn, logGroupName, now).tags, input.tags ?? {});
    return undefined;
  },
});
