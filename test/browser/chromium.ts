import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";

/** Whether a browser can be driven here. */
export type Chromium =
  | { readonly kind: "ready"; readonly path: string }
  | { readonly kind: "missing"; readonly reason: string };

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** `CHROMIUM` where it is set, else the first of the usual names that answers. */
export async function findChromium(): Promise<Chromium> {
  const { CHROMIUM } = process.env;
  for (const path of CHROMIUM ? [CHROMIUM] : names) {
    const answers = await promisify(execFile)(path, ["--version"]).then(
      () => true,
      () => false,
    );
    if (answers) return { kind: "ready", path: path.includes("/") ? path : await which(path) };
  }
  const tried = CHROMIUM ? `\`${CHROMIUM}\`, which CHROMIUM names, does` : "none of its commands do";
  return { kind: "missing", reason: `no Chromium: ${tried} not answer here` };
}

async function which(name: string): Promise<string> {
  const { stdout } = await promisify(execFile)("sh", ["-c", `command -v ${name}`]);
  return stdout.trim();
}

export function launch({ path }: Extract<Chromium, { readonly kind: "ready" }>): Promise<Browser> {
  // Chromium's sandbox does not run as root, as in a container.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: path, args });
}

/** Where CI looks for screenshots: `CROSSCHECK_SCREENSHOTS`, else `test-results/screenshots`. */
export async function screenshotFile(name: string): Promise<string> {
  const folder = resolve(process.env.CROSSCHECK_SCREENSHOTS || "test-results/screenshots");
  await mkdir(folder, { recursive: true });
  return join(folder, `${name}.png`);
}
