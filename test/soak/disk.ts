import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for temporary files whose disk can be filled; without root it is an ordinary one, which cannot. */
export class SmallDisk {
  readonly path = mkdtempSync(join(tmpdir(), "soak-"));
  readonly canBeFilled: boolean;

  constructor(mebibytes: number) {
    this.canBeFilled = this.#mount(mebibytes);
  }

  fill(): void {
    const file = openSync(join(this.path, "filling"), "w");
    const block = Buffer.alloc(64 * 1024);
    try {
      for (;;) if (writeSync(file, block) < block.length) break;
    } catch {
      // Full.
    } finally {
      closeSync(file);
    }
  }

  empty(): void {
    rmSync(join(this.path, "filling"), { force: true });
  }

  remove(): void {
    if (this.canBeFilled) execFileSync("umount", ["-l", this.path]);
    rmSync(this.path, { recursive: true, force: true });
  }

  #mount(mebibytes: number): boolean {
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m`, "tmpfs", this.path], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  }
}
