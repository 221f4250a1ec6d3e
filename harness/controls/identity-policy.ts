import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  ListAccessKeysCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import { unlessGone } from "../clean-up.ts";
import { clientsFor } from "../clients.ts";
import type { Context, Owner } from "../context.ts";
import { control, notMeasured } from "./control.ts";
import { accessDenied, mustBeRefused } from "./refused.ts";

export const identityPolicy = control({
  name: "identity-policy-is-enforced",
  title: "a user without policies may do nothing",
  measure: async ({ context, accountA, nameOf }) => {
    const { iam } = accountA.clients;
    const UserName = nameOf("powerless");
    removeUserAfterwards(context, accountA, UserName);
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    if (AccessKey?.AccessKeyId === undefined || AccessKey.SecretAccessKey === undefined) {
      return notMeasured("CreateAccessKey answers no key");
    }
    const credentials = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
    const { accountA: access, time } = context.sandbox;
    using clients = clientsFor({ ...access, credentials });
    clients.setClockAhead(time.now() - Date.now());
    return mustBeRefused(
      clients.iam.send(new ListRolesCommand({})),
      accessDenied,
      "a caller without any permission is allowed everything",
    );
  },
});

function removeUserAfterwards({ cleanUp }: Context, { title, clients }: Owner, UserName: string): void {
  const { iam } = clients;
  cleanUp.register(`user ${UserName} of ${title}`, () =>
    unlessGone(
      ["NoSuchEntityException", "NoSuchEntity"],
      (async () => {
        const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
        for (const { AccessKeyId } of AccessKeyMetadata) {
          await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
        }
        await iam.send(new DeleteUserCommand({ UserName }));
      })(),
    ),
  );
}
