import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListDeliveryStreamsCommand } from "@aws-sdk/client-firehose";
import { ListPoliciesCommand, ListRolesCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { ListStreamsCommand } from "@aws-sdk/client-kinesis";
import { DescribeKeyCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import type { AccountClients } from "../../harness/clients.ts";
import type { Clients } from "./clients.ts";

/**
 * All that is in an account, sorted: `role crosscheck-…`. Keys by their description, and without those that wait for
 * their deletion, or that AWS made for the account. One page of each kind: tests make no more.
 */
export async function contentsOf(account: Clients | AccountClients): Promise<readonly string[]> {
  const { s3, iam, kinesis, firehose, logs, kms } = account;
  const parts = await Promise.all([
    titled("bucket", async () => (await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)),
    titled("role", async () => (await iam.send(new ListRolesCommand({}))).Roles?.map(({ RoleName }) => RoleName)),
    titled("user", async () => (await iam.send(new ListUsersCommand({}))).Users?.map(({ UserName }) => UserName)),
    titled("policy", async () =>
      (await iam.send(new ListPoliciesCommand({ Scope: "Local" }))).Policies?.map(({ PolicyName }) => PolicyName),
    ),
    titled("data stream", async () => (await kinesis.send(new ListStreamsCommand({}))).StreamNames),
    titled("delivery stream", async () => {
      const command = new ListDeliveryStreamsCommand({ Limit: 1_000 });
      return (await firehose.send(command)).DeliveryStreamNames;
    }),
    titled("log group", async () =>
      (await logs.send(new DescribeLogGroupsCommand({}))).logGroups?.map(({ logGroupName }) => logGroupName),
    ),
    titled("key", async () => {
      const { Keys = [] } = await kms.send(new ListKeysCommand({}));
      const all = await Promise.all(Keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId }))));
      const lasting = all.filter(({ KeyMetadata: key }) => key?.KeyState !== "PendingDeletion");
      return lasting.flatMap(({ KeyMetadata: key }) => (key?.KeyManager === "AWS" ? [] : [key?.Description]));
    }),
  ]);
  return parts.flat().sort();
}

async function titled(
  kind: string,
  names: () => Promise<readonly (string | undefined)[] | undefined>,
): Promise<readonly string[]> {
  return ((await names()) ?? []).map((name) => `${kind} ${name}`);
}
