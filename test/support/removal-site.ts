import type { Account, Emulator, VirtualClock } from "../../emulator/index.ts";
import { clientsFor } from "../../harness/clients.ts";
import type { RemovalSite } from "../../harness/removal/removal.ts";

/** An account of an embedded AWS as removals see it: waiting moves its clock. */
export function removalSite(emulator: Emulator<VirtualClock>, account: Account): RemovalSite & Disposable {
  const { region, url: endpoint, clock } = emulator;
  const { accessKeyId, secretAccessKey } = account;
  const clients = clientsFor({
    ...{ region, endpoint, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 },
    signsAt: () => clock.now(),
  });
  const wait = (ms: number) => clock.advance(ms);
  return {
    accountId: account.id,
    region: emulator.region,
    clients,
    waiting: { wait, sandbox: { time: { now: () => clock.now(), wait } } },
    [Symbol.dispose]: () => clients[Symbol.dispose](),
  };
}
