import { openHistory } from "../../../harness/history/history.ts";
import { runResult, scenarioResult } from "../../support/results.ts";

/** Adds `count` runs to `file`, each by opening it anew. */
const [file = "", name = "", count = "0"] = process.argv.slice(2);
for (let at = 0; at < Number(count); at++) {
  using history = openHistory(file);
  history.add(runResult([scenarioResult(`${name}-${at}`)]));
}
