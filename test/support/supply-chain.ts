import { parse } from "yaml";

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: Readonly<Record<string, string>>;
        readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: object }[];
      }
    >
  >;
}

/** Values that somebody from outside writes, as a shell would read them. */
const untrusted = /\$\{\{[^}]*github\.(?:event\.|head_ref|ref_name)[^}]*\}\}/;

/** What in a workflow's text would run code that nobody here has seen, or give code more than it needs. */
export function supplyChainProblems(text: string): readonly string[] {
  const { permissions, jobs } = parse(text) as Workflow;
  const problems: string[] = [];
  const says = (where: string, what: string) => problems.push(`${where}: ${what}`);
  for (const [, action = ""] of text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)) {
    if (!/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action)) says(action, "not pinned by commit with its version");
  }
  if (JSON.stringify(permissions) !== '{"contents":"read"}') says("permissions", "more than `contents: read`");
  for (const [name, job] of Object.entries(jobs)) {
    for (const { uses = "", run = "", with: inputs } of job.steps) {
      if (uses.startsWith("actions/checkout@") && !("persist-credentials" in (inputs ?? {}))) {
        says(name, "the checkout leaves its token behind");
      }
      if (/\bnpm (?:ci|install|i)\b(?!.*--ignore-scripts)/.test(run)) says(name, "npm runs install scripts");
      if (/\bnpx (?!--no-install)/.test(run)) says(name, "npx may download what it runs");
      if (untrusted.test(run)) says(name, "a script has text of an event");
    }
  }
  return problems;
}
