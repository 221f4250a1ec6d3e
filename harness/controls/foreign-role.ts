import { bucketArn, iamArn } from "../arns.ts";
import { removeDeliveryStreamAfterwards } from "../delivery-stream.ts";
import { control } from "./control.ts";
import { directPutCommand } from "./direct-put.ts";
import { accessDenied, mustBeRefused } from "./refused.ts";

export const foreignRole = control({
  name: "role-of-another-account-is-refused",
  title: "a delivery stream of account A is refused a role of account B",
  measure: async ({ context, accountA, accountB, nameOf }) => {
    const name = nameOf("foreign-role");
    removeDeliveryStreamAfterwards(context, accountA, name);
    const roleArn = iamArn(accountB.region, accountB.id, `role/${name}`);
    return mustBeRefused(
      accountA.clients.firehose.send(
        directPutCommand({ name, roleArn, bucketArn: bucketArn(accountA.region, nameOf("inbox")) }),
      ),
      accessDenied,
      "a delivery stream of account A gets a role of account B",
    );
  },
});
