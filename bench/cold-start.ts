import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountA, benchAccounts } from "./accounts.ts";
import { serverFile } from "./child.ts";
import { type Measurement, spreadOf } from "./measure.ts";
import { signerOf } from "./sign.ts";

const root = join(import.meta.dirname, "..");

/**
 * From starting `crosscheck serve`, as it is built for the package, to its first answer, against a process that merely
 * imports the same clients.
 */
export async function coldStart(rounds: number): Promise<Measurement> {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "inherit" });
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    const accounts = join(folder, "accounts.json");
    // The SDK's clients write on the credentials that they are given.
    const members = ["id", "name", "accessKeyId", "secretAccessKey"];
    await writeFile(accounts, JSON.stringify(benchAccounts, members));
    return await measure(rounds, accounts);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measure(rounds: number, accounts: string): Promise<Measurement> {
  const starts: number[] = [];
  const imports: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const imported = await importClients();
    const started = await firstAnswer(accounts);
    // The first round brings the files into the machine's cache.
    if (round === 0) continue;
    imports.push(imported);
    starts.push(started);
  }
  const ratio = spreadOf(starts.map((started, at) => started / (imports[at] ?? Number.NaN)));
  return {
    name: "cold start to first answer",
    value: spreadOf(starts),
    unit: "ms",
    yardstick: { name: "importing the clients", value: spreadOf(imports) },
    ratio,
    target: "ratio ≤ 2",
    reached: ratio.median <= 2,
  };
}

async function importClients(): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [serverFile("import-clients")], { stdio: ["ignore", "inherit", "inherit"] });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`importing the clients ended with exit code ${code}`);
  return performance.now() - start;
}

async function firstAnswer(accounts: string): Promise<number> {
  const start = performance.now();
  const args = [join(root, "dist/cli/main.js"), "serve", "--port", "0", "--accounts", accounts];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  try {
    let printed = "";
    let port: string | undefined;
    for await (const chunk of child.stdout) {
      printed += chunk;
      port = /^ready http:\/\/127\.0\.0\.1:(\d+)\n/m.exec(printed)?.[1];
      if (port !== undefined) break;
    }
    if (port === undefined) throw new Error(`crosscheck serve did not become ready: ${printed}`);
    await getCallerIdentity(Number(port));
    return performance.now() - start;
  } finally {
    child.kill("SIGTERM");
    await exited;
  }
}

async function getCallerIdentity(port: number): Promise<void> {
  const body = Buffer.from("Action=GetCallerIdentity&Version=2011-06-15");
  const headers = await signerOf(
    accountA,
    "sts",
    port,
  )({ method: "POST", path: "/", headers: { "content-type": "application/x-www-form-urlencoded" }, body });
  await new Promise<void>((resolve, reject) => {
    const outgoing = request({ port, host: "127.0.0.1", method: "POST", path: "/", headers, agent: false });
    outgoing.on("response", (response) => {
      response.resume();
      response.on("end", () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`the first request was answered with ${response.statusCode}`));
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
