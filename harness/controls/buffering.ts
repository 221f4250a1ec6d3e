import { control, fails, holds } from "./control.ts";

export const buffering = control({
  name: "buffering-takes-time",
  title: "what is put is kept for the buffering interval",
  measure: async ({ directPut }) => {
    const { permitted, keysAtOnce } = await directPut;
    return keysAtOnce.some((key) => key.includes(permitted)) ? fails("buffering hints are ignored") : holds;
  },
});
