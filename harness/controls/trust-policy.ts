import { removeDeliveryStreamAfterwards } from "../delivery-stream.ts";
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
    return mustBeRefused(
      accountA.clients.firehose.send(directPutCommand(name, role.arn, `arn:aws:s3:::${nameOf("inbox")}`)),
      ["InvalidArgumentException"],
      "a delivery stream gets a role that does not trust Firehose",
    );
  },
});
