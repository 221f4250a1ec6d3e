import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import { targetNames } from "../harness/targets/index.ts";
import { scenarios } from "../scenarios/index.ts";

/**
 * `complete <shell>` prints the script that a shell reads at its start, `complete -- <words>` what can stand next. Knows
 * every command and option of `program`, the names of scenarios and of targets. Writes to standard output by itself.
 */
export function addCompletion(program: Command): void {
  const completion = tab(program);
  for (const command of completion.commands.values()) {
    const target = command.options.get("target");
    if (target !== undefined) {
      target.handler = (complete) => {
        for (const name of targetNames) complete(name, "");
      };
    }
  }
  const names = completion.commands.get("run")?.arguments.get("scenario");
  if (names === undefined) throw new Error("`run` has no scenarios to complete");
  names.handler = (complete) => {
    for (const { name, title } of scenarios) complete(name, title);
  };
}
