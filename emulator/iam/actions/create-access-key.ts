import { CreateAccessKey$, type CreateAccessKeyRequest, type CreateAccessKeyResponse } from "@aws-sdk/client-iam";
import { accessKeyMetadata } from "../answers.ts";
import { limitExceeded } from "../errors.ts";
import { iamAction } from "../iam-action.ts";
import * as members from "../members.ts";
import { onUser, theUser } from "../permissions.ts";
import { userNameOf } from "../user-of-call.ts";

const maxKeys = 2;

/**
 * Makes a long-term key of a user, of the calling user where none is named. The secret is shown this once.
 * Errors: NoSuchEntity, LimitExceeded. Source: IAM API Reference, CreateAccessKey.
 */
export const createAccessKey = iamAction<CreateAccessKeyRequest, CreateAccessKeyResponse>({
  schema: CreateAccessKey$,
  emulates: ["UserName"],
  constraints: { UserName: { ...members.userName, required: false } },
  permissions: (store, call) => onUser(store, call, "iam:CreateAccessKey", userNameOf(store, call)),
  run: (store, call) => {
    const { accountId, now } = call;
    const user = theUser(store, accountId, userNameOf(store, call));
    if (store.accessKeysOf(user.id).length >= maxKeys) {
      throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${maxKeys}`);
    }
    const key = {
      accountId,
      userId: user.id,
      userName: user.name,
      accessKeyId: store.random.awsId("AKIA", 20),
      secretAccessKey: store.random.secretKey(),
      createdAtMs: now,
      status: "Active",
    } as const;
    store.saveAccessKey(key);
    return { AccessKey: { ...accessKeyMetadata(key), SecretAccessKey: key.secretAccessKey } };
  },
});
