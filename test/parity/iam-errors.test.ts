/**
 * Errors of IAM as LocalStack's suite recorded them from AWS (`tests/aws/services/iam`, the test and the date beside
 * each), as data: calls that lead there, the call that fails, and its answer.
 */
import * as model from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { errorOf, twoAccounts } from "../support/clients.ts";
import cases from "./iam-errors.json" with { type: "json" };

type AnyCommand = new (input: object) => model.GetRoleCommand;

interface RecordedCall {
  readonly operation: string;
  readonly input: object;
}

function commandOf({ operation, input }: RecordedCall): model.GetRoleCommand {
  const Command = (model as unknown as Record<string, AnyCommand | undefined>)[`${operation}Command`];
  if (Command === undefined) throw new Error(`the SDK has no ${operation}Command`);
  return new Command(input);
}

/** The recorded text with the ids of this run. */
function placed<Value>(value: Value, accountId: string): Value {
  return JSON.parse(JSON.stringify(value).replaceAll("<account>", accountId));
}

test.for(cases.map((each) => [each.call.operation, each.error.message.slice(0, 70), each] as const))(
  "answers %s as AWS did: %s",
  async ([, , recorded]) => {
    await using aws = await twoAccounts();
    const { given, call, error } = placed(recorded, aws.accountA.id);
    for (const each of given) await aws.a.iam.send(commandOf(each));
    const { code, message, status } = await errorOf(aws.a.iam.send(commandOf(call)));
    // The SDK adds `Exception` to the names of modelled errors.
    expect({ code: code.replace(/Exception$/, ""), message, status }).toEqual(error);
  },
);
