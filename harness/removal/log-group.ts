import { DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { type Remove, unlessGone } from "./removal.ts";

/** With its log streams. */
export const removeLogGroup: Remove = ({ clients }, logGroupName) =>
  unlessGone(["ResourceNotFoundException"], clients.logs.send(new DeleteLogGroupCommand({ logGroupName })));
