import { bucketArn } from "../arns.ts";
import { removeDeliveryStreamAfterwards } from "../delivery-stream.ts";
import { onceSeen } from "../iam-propagation.ts";
import { trusting } from "../policy-document.ts";
import { control } from "./control.ts";
import { directPutCommand } from "./direct-put.ts";
import { mustBeRefused } from "./refused.ts";

export const trustPolicy = control({
  name: "trust-policy-is-enforced",
  title: "a delivery stream is refused a role that does not trust Firehose",
  measure: async ({ context, accountA, nameOf }) => {
    const name = nameOf("untrusting");
    const role = await accountA.createRole({ name, trustPolicy: trusting({ service: "lambda.amazonaws.com" }) });
    removeDeliveryStreamAfterwards(context, accountA, name);
    const command = directPutCommand({
      name,
      roleArn: role.arn,
      bucketArn: bucketArn(accountA.region, nameOf("inbox")),
    });
    return mustBeRefused(
      // Any new role is refused as long as Firehose has not heard of it.
      onceSeen(context, role.arn, () => accountA.clients.firehose.send(command)),
      ["InvalidArgumentException"],
      "a delivery stream gets a role that does not trust Firehose",
    );
  },
});
