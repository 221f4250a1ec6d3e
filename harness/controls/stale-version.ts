import { control } from "./control.ts";
import { mustBeRefused } from "./refused.ts";

export const staleVersion = control({
  name: "stale-version-is-refused",
  title: "an update of a delivery stream with the version of before is refused",
  measure: async ({ directPut }) => {
    const { repeat } = await (await directPut).update;
    return mustBeRefused(
      repeat(),
      ["ConcurrentModificationException"],
      "a delivery stream's version stays, and an update with any version is accepted",
    );
  },
});
