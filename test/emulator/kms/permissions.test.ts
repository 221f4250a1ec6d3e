import * as model from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import type { KmsStore } from "../../../emulator/kms/store.ts";
import { actionsIn } from "../../../emulator/model/action-folder.ts";
import { errorOf, twoAccounts } from "../../support/clients.ts";
import { makeUser, policyOf } from "../../support/identities.ts";

type AnyCommand = new (input: object) => model.DescribeKeyCommand;

/** The SDK's command of an operation by its name. */
function commandOf(operation: string): AnyCommand {
  const command = (model as unknown as Record<string, AnyCommand | undefined>)[`${operation}Command`];
  if (command === undefined) throw new Error(`the SDK has no ${operation}Command`);
  return command;
}

/** Names of permissions that are not the operation's. */
const otherNames: Readonly<Record<string, string>> = { ReEncrypt: "ReEncryptFrom" };

const actions = await actionsIn<KmsStore>(new URL("../../../emulator/kms/actions/", import.meta.url));

test.for(actions.map(({ schema, emulates }) => [schema[2], emulates] as const))(
  "denies %s to a user whom no policy allows it",
  async ([operation, members]) => {
    await using aws = await twoAccounts();
    const ann = await makeUser(aws.a, "ann");
    const { KeyMetadata } = await aws.a.kms.send(new model.CreateKeyCommand({}));
    const KeyId = KeyMetadata?.KeyId;
    const Plaintext = Buffer.from("This is a pen");
    const { CiphertextBlob } = await aws.a.kms.send(new model.EncryptCommand({ KeyId, Plaintext }));
    const grant = { KeyId, GranteePrincipal: ann.arn, Operations: ["Encrypt" as const] };
    const { GrantId } = await aws.a.kms.send(new model.CreateGrantCommand({ ...grant, Operations: ["DescribeKey"] }));
    await aws.a.kms.send(new model.CreateAliasCommand({ AliasName: "alias/orders", TargetKeyId: KeyId }));
    const { KeyMetadata: other } = await aws.a.kms.send(new model.CreateKeyCommand({}));
    const inputs = {
      // What the grant lets ann do with the first key is not what is asked for here.
      KeyId: operation.endsWith("Grant") ? KeyId : other?.KeyId,
      ...{ TargetKeyId: KeyId, DestinationKeyId: KeyId, AliasName: "alias/orders", GrantId },
      ...{
        GranteePrincipal: ann.arn,
        RetiringPrincipal: ann.arn,
        Operations: ["Encrypt"],
        Description: "x",
        KeySpec: undefined,
      },
      ...{ Plaintext, CiphertextBlob, NumberOfBytes: 32, Tags: [{ TagKey: "team", TagValue: "x" }] },
      ...{ TagKeys: ["team"], Policy: policyOf({ Principal: "*", Action: "kms:*", Resource: "*" }) },
    };
    const input = Object.entries(inputs).filter(([name]) => members.includes(name as never));
    const Command = commandOf(operation);
    const denied = await errorOf(aws.clientsOf(ann.keys).kms.send(new Command(Object.fromEntries(input))));
    expect(denied).toMatchObject({ code: "AccessDeniedException", status: 400 });
    const name = otherNames[operation] ?? operation;
    expect(denied.message).toContain(`User: ${ann.arn} is not authorized to perform: kms:${name} on `);
  },
);
