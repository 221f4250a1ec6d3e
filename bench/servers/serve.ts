/** The embedded AWS as a user starts it, for the cold start: tells its port and answers until it is stopped. */
import { startEmulator } from "../../emulator/index.ts";
import { benchAccounts } from "../accounts.ts";

const emulator = await startEmulator({ accounts: benchAccounts });
process.stdout.write(`${emulator.port}\n`);
process.on("SIGTERM", async () => {
  await emulator.close();
  process.exit(0);
});
