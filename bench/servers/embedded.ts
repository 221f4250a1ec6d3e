/**
 * The embedded AWS as a process of its own. Its clock runs a hundred times as fast as the machine's, so that the limits
 * that AWS sets per second are no part of what is measured. Over IPC it moves the clock and tells what it uses.
 */
import { startEmulator, VirtualClock } from "../../emulator/index.ts";
import { benchAccounts } from "../accounts.ts";
import { answerQuestions } from "./questions.ts";

const clock = new VirtualClock(Date.now());
const emulator = await startEmulator({ accounts: benchAccounts, clock, seed: 1 });
let isRunning = true;
const keepRunning = async () => {
  await clock.advance(1_000);
  if (isRunning) setTimeout(keepRunning, 10);
};
void keepRunning();

answerQuestions({
  port: emulator.port,
  advance: (ms) => clock.advance(ms),
  close: async () => {
    isRunning = false;
    await emulator.close();
  },
});
