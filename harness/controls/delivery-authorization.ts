import { control, fails, holds } from "./control.ts";

export const deliveryAuthorization = control({
  name: "delivery-is-authorized",
  title: "Firehose delivers nothing with a role that may not write",
  measure: async ({ directPut }) => {
    const { forbidden, keysInTheEnd } = await directPut;
    const keys = await keysInTheEnd;
    return keys.some((key) => key.includes(forbidden))
      ? fails("Firehose delivers although its role has no permission to write")
      : holds;
  },
});
