import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { clientsFor } from "../clients.ts";
import { control } from "./control.ts";
import { mustBeRefused } from "./refused.ts";

export const signature = control({
  name: "bad-signature-is-refused",
  title: "a request that is signed with a wrong secret is refused",
  measure: async ({ context, accountA }) => {
    const { accountA: access } = context.sandbox;
    const right = await accountA.credentials();
    const credentials = { ...right, secretAccessKey: `not-${right.secretAccessKey}` };
    using clients = clientsFor({ ...access, credentials });
    return mustBeRefused(
      clients.sts.send(new GetCallerIdentityCommand({})),
      ["SignatureDoesNotMatch"],
      "a request that is signed with a wrong secret is accepted",
    );
  },
});
