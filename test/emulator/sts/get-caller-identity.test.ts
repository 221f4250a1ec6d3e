import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { errorOf, twoAccounts } from "../../support/clients.ts";

test("names the root user of the account whose key signed", async () => {
  await using aws = await twoAccounts();
  const { Account, Arn, UserId } = await aws.b.sts.send(new GetCallerIdentityCommand({}));
  const id = aws.accountB.id;
  expect({ Account, Arn, UserId }).toEqual({ Account: id, Arn: `arn:aws:iam::${id}:root`, UserId: id });
});

test("refuses a key that belongs to nobody", async () => {
  await using aws = await twoAccounts();
  const stranger = aws.clientsOf({ accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "x" });
  expect(await errorOf(stranger.sts.send(new GetCallerIdentityCommand({})))).toEqual({
    code: "InvalidClientTokenId",
    message: "The security token included in the request is invalid.",
    status: 403,
  });
});
