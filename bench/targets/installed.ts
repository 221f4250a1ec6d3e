import { execFile } from "node:child_process";
import { access, readFile, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { endpoint } from "../../harness/index.ts";
import { firstAnswer } from "./answers.ts";
import type { Found, Party } from "./party.ts";
import { freePort, residentMiBOf, startProcess } from "./processes.ts";

interface Command {
  readonly name: string;
  readonly command: string;
  readonly has: Party["has"];
  readonly argv: (port: number) => readonly string[];
  readonly environment?: (port: number) => Readonly<Record<string, string>>;
  readonly versionOf: (file: string) => Promise<string>;
  /** Ends "not installed: …". */
  readonly install: string;
}

/** Stand-ins that are started by a command in the `PATH`. */
const commands: readonly Command[] = [
  {
    name: "moto",
    command: "moto_server",
    has: "everything",
    argv: (port) => ["-H", "127.0.0.1", "-p", String(port)],
    versionOf: (file) => versionFromPython(file, "moto"),
    install: "pip install 'moto[server]'",
  },
  {
    name: "MiniStack",
    command: "ministack",
    has: "everything",
    argv: () => [],
    environment: (port) => ({ GATEWAY_PORT: String(port) }),
    versionOf: (file) => versionFromPython(file, "ministack"),
    install: "pip install ministack",
  },
  {
    name: "kinesis-mock",
    command: "kinesis-local",
    has: "stream",
    argv: () => [],
    environment: (port) => ({
      KINESIS_MOCK_PLAIN_PORT: String(port),
      KINESIS_MOCK_TLS_PORT: String(port + 1),
      SHARD_LIMIT: "100",
    }),
    versionOf: versionFromNpm,
    install: "npm install -g kinesis-local",
  },
];

export function findInstalled(): Promise<readonly Found[]> {
  return Promise.all(commands.map(find));
}

async function find({ name, command, has, argv, environment, versionOf, install }: Command): Promise<Found> {
  const file = await inPath(command);
  if (file === undefined) return { kind: "missing", name, reason: `not installed: ${install}` };
  return {
    kind: "found",
    party: {
      name,
      version: await versionOf(file),
      has,
      async start() {
        const port = await freePort();
        // kinesis-mock looks for its certificate in the folder that it is started in.
        const folder = dirname(await realpath(file));
        const child = startProcess(file, argv(port), { environment: environment?.(port), folder });
        const url = `http://127.0.0.1:${port}`;
        try {
          await firstAnswer(url, has);
        } catch (error) {
          await child[Symbol.asyncDispose]();
          throw error;
        }
        return {
          url,
          target: has === "everything" ? endpoint(url, { name }) : undefined,
          residentMiB: () => residentMiBOf(child.pid),
          [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
        };
      },
    },
  };
}

async function inPath(command: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const file = join(folder, command);
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return undefined;
}

/** A command that pip installs names its interpreter in the first line. */
async function versionFromPython(file: string, distribution: string): Promise<string> {
  const [, python = "python3"] = /^#!(\S+)/.exec(await readFile(file, "utf8")) ?? [];
  const script = `import importlib.metadata as m; print(m.version("${distribution}"))`;
  const { stdout } = await promisify(execFile)(python, ["-c", script]);
  return `${distribution} ${stdout.trim()} from PyPI`;
}

async function versionFromNpm(file: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(await realpath(file), "..", "package.json"), "utf8"));
  return `${manifest.name} ${manifest.version} from npm`;
}
