import { CreateAccessKeyCommand, CreateUserCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { clientsFor } from "../clients.ts";
import { changedInIam, onceSeen } from "../iam-propagation.ts";
import { removeUser } from "../removal/iam.ts";
import { siteOf } from "../removal/removal.ts";
import { control, notMeasured } from "./control.ts";
import { accessDenied, mustBeRefused } from "./refused.ts";

export const identityPolicy = control({
  name: "identity-policy-is-enforced",
  title: "a user without policies may do nothing",
  measure: async ({ context, accountA, nameOf }) => {
    const { iam } = accountA.clients;
    const UserName = nameOf("powerless");
    context.cleanUp.register(`user ${UserName} of ${accountA.title}`, () =>
      removeUser(siteOf(context, accountA), UserName),
    );
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    if (AccessKey?.AccessKeyId === undefined || AccessKey.SecretAccessKey === undefined) {
      return notMeasured("CreateAccessKey answers no key");
    }
    const credentials = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
    const { accountA: access } = context.sandbox;
    using clients = clientsFor({ ...access, credentials });
    await changedInIam(context, UserName);
    return mustBeRefused(
      onceSeen(context, UserName, () => clients.iam.send(new ListRolesCommand({}))),
      accessDenied,
      "a caller without any permission is allowed everything",
    );
  },
});
