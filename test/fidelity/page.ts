import { type ApiOperation, startEmulator } from "../../emulator/index.ts";
import { conditionKeyRows } from "../../emulator/policy/condition-key-table.ts";
import { type ParityCase, readParityFiles } from "../parity/case-file.ts";
import { actionSources, serviceHeader, type TestCase, testsUnder } from "./sources.ts";

const intro = `# Fidelity

What the embedded AWS does as AWS does it, what it refuses, and what it leaves out. This page is generated from the
tables of the actions and from the tests (\`npm run docs:fidelity\`); a test fails where it is not current.

An operation or parameter that is not emulated is refused with \`NotImplemented\` and its name; nothing is accepted and
ignored. "Tests" counts the tests that call an operation; "Recorded" counts the cases that compare its answer with what
AWS was recorded to answer, or with what suites that are run against AWS expect ([\`test/parity/\`](../test/parity/)).
`;

/** The text of \`docs/fidelity.md\`. */
export async function fidelityPage(): Promise<string> {
  await using emulator = await startEmulator();
  const operations = emulator.operations();
  const services = [...new Set(operations.map(({ service }) => service))];
  const sections = services.map((service) =>
    serviceSection(
      service,
      operations.filter((operation) => operation.service === service),
    ),
  );
  return `${[
    intro,
    overview(services, operations),
    ...sections,
    behaviour("Requests and signatures", "test/emulator/wire"),
    behaviour("Policy evaluation", "test/emulator/policy"),
    conditionKeys(),
  ].join("\n")}`;
}

/** Which requests carry which key. */
function conditionKeys(): string {
  const rows = conditionKeyRows.map(({ keys, here, present, otherwise, source }) => {
    const names = keys.map((key) => `\`${/[/:]$/.test(key) ? `${key}…` : key}\``).join(", ");
    return `| ${[names, here, present, otherwise, source].join(" | ")} |`;
  });
  return `## Condition keys

What each key is worth in a policy: *set* on the requests on which AWS sets it, *absent* from all requests here because AWS sets
it for something that is not emulated, or *unknown*. A key that AWS has and that is in no row is refused by its name, and rests
undecided in \`check\`.

| Keys | Here | Present | Otherwise | Source |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}

function overview(services: readonly string[], operations: readonly ApiOperation[]): string {
  const rows = services.map((service) => {
    const own = operations.filter((operation) => operation.service === service);
    return `| [${service}](#${service}) | ${own.filter(({ emulated }) => emulated).length} | ${own.length} |`;
  });
  return `| Service | Operations emulated | Operations on AWS |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
}

function serviceSection(service: string, operations: readonly ApiOperation[]): string {
  const sources = actionSources(service);
  const tests = testsUnder(`test/emulator/${service}`);
  const recorded = recordedCases(service);
  const emulated = operations.filter((operation) => operation.emulated !== undefined).sort(byName);
  const refused = operations.filter((operation) => operation.emulated === undefined).sort(byName);
  const rows = emulated.map((operation) => {
    const count = tests.filter((test) => calls(test, operation.name)).length;
    const cells = [
      operation.name,
      listed(operation.emulated ?? []),
      listed(operation.refused),
      sources.get(operation.name) ?? "",
      String(count),
      String(recorded.filter((each) => compares(each, `${service}.${operation.name}`)).length),
    ];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\\\|")).join(" | ")} |`;
  });
  return [
    `## ${service}\n`,
    `${serviceHeader(service)}\n`,
    "| Operation | Emulated | Refused by name | Source | Tests | Recorded |\n| --- | --- | --- | --- | --- | --- |",
    `${rows.join("\n")}\n`,
    refused.length === 0 ? "" : `Refused as a whole: ${refused.map(({ name }) => name).join(", ")}.\n`,
    behaviour(`Behaviour of ${service} that tests prove`, `test/emulator/${service}`, "###"),
    recordedTable(service, recorded),
  ].join("\n");
}

const byName = (a: ApiOperation, b: ApiOperation) => (a.name < b.name ? -1 : 1);

const listed = (names: readonly string[]) => (names.length === 0 ? "–" : [...names].sort().join(", "));

/** By the SDK's command, the CLI's (\`put-object\`) or boto3's (\`put_object\`). */
function calls({ body }: TestCase, operation: string): boolean {
  const words = operation
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(" ");
  return (
    body.includes(`${operation}Command(`) ||
    body.includes(`"${words.join("-")}"`) ||
    body.includes(`.${words.join("_")}(`) ||
    body.includes(`Action=${operation}&`)
  );
}

/** Cases of `s3.json` and `s3-listing.json` are S3's. */
function recordedCases(service: string): readonly ParityCase[] {
  return readParityFiles()
    .filter(({ name }) => name === service || name.startsWith(`${service}-`))
    .flatMap(({ cases }) => cases);
}

/** Whether the answer is looked at, not only waited for. */
function compares({ steps }: ParityCase, call: string): boolean {
  return steps.some((step) => "call" in step && step.call === call && (step.answer ?? step.error) !== undefined);
}

function recordedTable(service: string, cases: readonly ParityCase[]): string {
  if (cases.length === 0) return "";
  const rows = cases.map(({ title, source, recorded, trust }) =>
    [title, source, recorded ?? (trust === "validated" ? "day not told" : "not known to have run on AWS")]
      .map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " "))
      .join(" | "),
  );
  const head = "| Behaviour | Source | Recorded |\n| --- | --- | --- |";
  return `### Answers of ${service} compared with AWS's\n\n${head}\n${rows.map((row) => `| ${row} |`).join("\n")}\n`;
}

function behaviour(title: string, folder: string, level = "##"): string {
  const byFile = Map.groupBy(testsUnder(folder), ({ file }) => file);
  const lists = [...byFile].map(([file, tests]) => {
    const titles = tests.map((test) => `- ${test.title.replaceAll("\n", " ")}`);
    return `[${file.replace(/^test\/emulator\//, "")}](../${file})\n\n${titles.join("\n")}\n`;
  });
  return `${level} ${title}\n\n${lists.join("\n")}`;
}
