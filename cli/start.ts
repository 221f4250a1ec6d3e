import { enableOwnCompileCache } from "./compile-cache.ts";

// A reader that has seen enough (`| head`) ends the program; that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

// What was compiled once is read from Node's cache by the next start: a third of the time to the first scenario.
enableOwnCompileCache();
const { redactProcess } = await import("./redacted-streams.ts");
const streams = redactProcess();
const { runProgram } = await import("./program.ts");
process.exitCode = await runProgram(process.argv.slice(2), process, streams);
