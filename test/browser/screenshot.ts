/** Makes the README's picture of a report, `docs/images/report.png`: a broken bucket policy, as the report shows it. */
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { embedded, run } from "../../harness/index.ts";
import { htmlReport } from "../../report/html/page.ts";
import { broken } from "../report/html/runs.ts";
import { findChromium, launch } from "./chromium.ts";

const file = resolve(import.meta.dirname, "../../docs/images/report.png");
const width = 1104;

const found = await findChromium();
if (found.kind === "missing") throw new Error(found.reason);
const result = await run([broken], embedded({ seed: 7 }), { evidence: true });
const folder = await mkdtemp(join(tmpdir(), "crosscheck-screenshot-"));
const browser = await launch(found);
try {
  const source = join(folder, "index.html");
  await writeFile(source, htmlReport(result));
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: "light" });
  await page.goto(String(pathToFileURL(source)));
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  // Down to what was denied by which statement; the rest is for who opens it.
  const last = await page.locator(".check.bad .who").first().boundingBox();
  const end = Math.ceil((last?.y ?? 1000) + (last?.height ?? 0) + 12);
  await mkdir(resolve(file, ".."), { recursive: true });
  await page.screenshot({ path: file, fullPage: true, clip: { x: 0, y: 0, width, height: end } });
  const { size } = await stat(file);
  process.stdout.write(`${file}: ${width} × ${end}, ${Math.round(size / 1000)} kB\n`);
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}
