import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { accountA } from "./accounts.ts";
import { serverFile } from "./child.ts";
import { type Measurement, spreadOf } from "./measure.ts";
import { signerOf } from "./sign.ts";

/** From starting the process to its first answer, against a process that merely imports the same clients. */
export async function coldStart(rounds: number): Promise<Measurement> {
  const starts: number[] = [];
  const imports: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const imported = await importClients();
    const started = await firstAnswer();
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

async function firstAnswer(): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [serverFile("serve")], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  try {
    const [line] = await once(child.stdout, "data");
    await getCallerIdentity(Number(String(line)));
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
