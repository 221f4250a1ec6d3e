import { control, fails, holds } from "./control.ts";

/** Source: Firehose Developer Guide, "Amazon S3 Object Name Format". */
export const objectKey = control({
  name: "object-key-has-the-version",
  title: "an object's key has the delivery stream's name and version",
  measure: async ({ directPut }) => {
    const { permitted, keysInTheEnd } = await directPut;
    const key = (await keysInTheEnd).find((each) => each.includes(permitted)) ?? "";
    return key.includes(`/${permitted}-1-`) ? holds : fails("an object's key has no version");
  },
});
