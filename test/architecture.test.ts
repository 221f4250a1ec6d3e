import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");

/**
 * Which rooms each room may import from; its own is always open. The first row that fits a file counts, so that a part
 * with rules of its own stands above the whole.
 */
const map: readonly (readonly [room: string, mayImport: readonly string[]])[] = [
  ["emulator/policy/", []],
  ["emulator/model/", ["emulator/policy/types.ts"]],
  ["emulator/wire/", ["emulator/model/"]],
  ["emulator/sts/", ["emulator/model/", "emulator/policy/", "emulator/iam/"]],
  ["emulator/iam/", ["emulator/model/", "emulator/policy/"]],
  ["emulator/s3/", ["emulator/model/", "emulator/policy/"]],
  ["emulator/kinesis/", ["emulator/model/", "emulator/policy/"]],
  ["emulator/firehose/", ["emulator/model/", "emulator/policy/"]],
  ["emulator/kms/", ["emulator/model/", "emulator/policy/"]],
  ["emulator/logs/", ["emulator/model/", "emulator/policy/"]],
  ["emulator/cloudwatch/", ["emulator/model/", "emulator/policy/"]],
  ["emulator/", []],
  ["localstack/", []],
  ["harness/", ["emulator/index.ts", "localstack/"]],
  ["scenarios/", ["harness/"]],
  ["check/", ["harness/", "emulator/policy/", "emulator/model/arn.ts", "emulator/index.ts"]],
  ["report/", ["harness/result.ts", "check/result.ts"]],
  ["cli/", ["scenarios/", "harness/", "report/", "check/", "emulator/index.ts"]],
];

/** Only these turn a call into an authorized one; anywhere else the cast would be a way around the policies. */
const makersOfAuthorized = ["emulator/authorize.ts"];

function sourceFiles(): readonly string[] {
  return map
    .map(([room]) => room.split("/")[0] ?? "")
    .filter((folder, at, all) => all.indexOf(folder) === at)
    .flatMap((folder) => {
      try {
        return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file));
      } catch {
        return [];
      }
    })
    .filter((file) => file.endsWith(".ts"));
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, target = ""]) =>
    relative(root, resolve(root, dirname(file), target)),
  );
}

function forbiddenImports(file: string, imports: readonly string[]): readonly string[] {
  const row = map.find(([room]) => file.startsWith(room));
  if (row === undefined) return [];
  const [room, mayImport] = row;
  return imports.filter((target) => !target.startsWith(room) && !mayImport.some((open) => target.startsWith(open)));
}

test("every import follows the map of the folders", () => {
  const files = sourceFiles();
  expect(files.length).toBeGreaterThan(20);
  const broken = files.flatMap((file) =>
    forbiddenImports(file, importsOf(file)).map((target) => `${file} → ${target}`),
  );
  expect(broken).toEqual([]);
});

test("a service that reached into another would be found", () => {
  expect(
    forbiddenImports("emulator/firehose/delivery.ts", ["emulator/s3/store.ts", "emulator/model/clock.ts"]),
  ).toEqual(["emulator/s3/store.ts"]);
});

/** Files that import each other around a circle, types among them; each circle once, in the order of its files. */
function circlesIn(importsBy: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const [index, low] = [new Map<string, number>(), new Map<string, number>()];
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string) => {
    index.set(file, index.size);
    low.set(file, index.get(file) ?? 0);
    open.push(file);
    for (const target of importsBy.get(file) ?? []) {
      if (!importsBy.has(target)) continue;
      if (!index.has(target)) visit(target);
      if (open.includes(target)) low.set(file, Math.min(low.get(file) ?? 0, low.get(target) ?? 0));
    }
    if (low.get(file) !== index.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const file of importsBy.keys()) if (!index.has(file)) visit(file);
  return circles;
}

test("no file imports itself around a circle", () => {
  expect(circlesIn(new Map(sourceFiles().map((file) => [file, importsOf(file)])))).toEqual([]);
});

test("a circle would be found", () => {
  const imports = new Map([
    ["a.ts", ["b.ts"]],
    ["b.ts", ["c.ts"]],
    ["c.ts", ["a.ts", "d.ts"]],
    ["d.ts", []],
  ]);
  expect(circlesIn(imports)).toEqual([["a.ts", "b.ts", "c.ts"]]);
});

test("only the authorizer makes a call authorized", () => {
  const makers = sourceFiles().filter((file) =>
    / as (unknown as )?Authorized\b/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(makers).toEqual(makersOfAuthorized);
});

test("no code of the emulator takes the time, chance or a delay from the machine", () => {
  const allowed = ["emulator/model/clock.ts", "emulator/index.ts"];
  const users = sourceFiles()
    .filter((file) => file.startsWith("emulator/") && !allowed.includes(file))
    .filter((file) =>
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bsetTimeout\(|\bsetInterval\(|\brandomUUID\(/.test(
        readFileSync(join(root, file), "utf8"),
      ),
    );
  expect(users).toEqual([]);
});

test("no file is written for the user but without secrets", () => {
  const writers = sourceFiles()
    .filter((file) => file.startsWith("cli/") || file.startsWith("report/") || file.startsWith("check/"))
    .filter((file) =>
      /\b(?:writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream)\b/.test(
        readFileSync(join(root, file), "utf8"),
      ),
    );
  expect(writers).toEqual(["cli/output-file.ts", "cli/whole-file.ts"]);
  const users = sourceFiles().filter((file) => importsOf(file).includes("cli/whole-file.ts"));
  // What the user wrote is written back as it is, but for the repair.
  expect(users.toSorted()).toEqual(["cli/output-file.ts", "cli/replaced-files.ts"]);
});

test("nothing is printed past the streams that are redacted", () => {
  const printers = sourceFiles().filter(
    (file) =>
      !file.startsWith("emulator/") &&
      /\bprocess\.std(?:out|err)\.write\(|\bconsole\.\w+\(/.test(readFileSync(join(root, file), "utf8")),
  );
  // An older Node.js is told its one sentence before anything can be loaded.
  expect(printers).toEqual(["cli/main.ts"]);
});

/** Everything that is loaded with a file, types and what is loaded on demand apart. */
function loadedWith(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(join(root, file), "utf8");
  for (const [, target = ""] of text.matchAll(/^(?:import|export)\s(?!type\b)[^"';]*?from "(\.[^"]+)"/gm)) {
    loadedWith(relative(root, resolve(root, dirname(file), target)), seen);
  }
  return seen;
}

test("whoever imports the harness does not load what speaks with Docker", () => {
  const loaded = [...loadedWith("harness/index.ts")];
  expect(loaded.length).toBeGreaterThan(50);
  expect(loaded.filter((file) => file.startsWith("localstack/"))).toEqual([]);
});
