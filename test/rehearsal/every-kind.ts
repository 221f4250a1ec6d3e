import { CreateAccessKeyCommand, CreateUserCommand } from "@aws-sdk/client-iam";
import { allowing, scenario, trusting } from "../../harness/index.ts";

/** Makes what the flow has not: a key, a log group, a permissions boundary, a user with an access key. */
export const everyKind = scenario({
  name: "test/every-kind",
  title: "something of each further kind is made",
  shows: "allow",
  twin: "none",
  given: async ({ accountA, accountB }) => {
    const { iam } = accountA.clients;
    await accountB.createKey();
    await accountA.createErrorLog();
    const role = await accountA.createRole({ trustPolicy: trusting({ service: "firehose.amazonaws.com" }) });
    await role.putBoundary(allowing(["s3:PutObject"], { policyArns: ["*"] }), "none");
    const UserName = accountA.nameOf("user");
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new CreateAccessKeyCommand({ UserName }));
  },
  when: async () => {},
  outcome: async () => {},
});
