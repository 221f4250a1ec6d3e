import type { EmbeddedAws, VirtualClock } from "../../emulator/index.ts";
import { EvidenceCollector } from "../../harness/evidence/collector.ts";
import { Recorder } from "../../harness/recorder.ts";
import type { ScenarioResult } from "../../harness/result.ts";
import { watchEmulator } from "../../harness/targets/watch-embedded.ts";
import { accountNames, isOneAccount } from "../accounts.ts";
import type { Playable } from "../unknown/world.ts";
import { replay } from "./replay.ts";
import type { Replay } from "./result.ts";

/** A replay with everything that a report shows of it, as if it were a scenario. */
export interface EvidentReplay {
  readonly replay: Replay;
  readonly steps: ScenarioResult["steps"];
  readonly evidence: NonNullable<ScenarioResult["evidence"]>;
}

/** Plays a configuration over the wire and keeps each call with its decisions, by the step that it was made in. */
export async function replayWithEvidence(configuration: Playable): Promise<EvidentReplay> {
  const { accountA, accountB } = configuration;
  const names = accountNames(configuration);
  const recorder = new Recorder();
  let collector: EvidenceCollector | undefined;
  const onStart = (aws: EmbeddedAws<VirtualClock>) => {
    collector = new EvidenceCollector(
      { time: { now: () => aws.clock.now() }, watch: (watcher) => watchEmulator(aws, names, watcher) },
      { stepNow: () => recorder.stepNow(), attribute: (call) => recorder.attribute(call) },
    );
  };
  const played = await replay(configuration, { onStart, step: (title, work) => recorder.step(title, work) });
  if (collector === undefined) throw new Error("the replay has told of no AWS");
  const { A, B } = played.canonicalUserIds;
  collector.identified(
    isOneAccount(configuration)
      ? [{ name: accountA.id, id: accountA.id, canonicalUserId: A }]
      : [
          { name: "A", id: accountA.id, canonicalUserId: A },
          { name: "B", id: accountB.id, canonicalUserId: B },
        ],
  );
  for (const { key, owner, reading, acl } of played.objects) {
    collector.sawObject(configuration.bucket.name, {
      key,
      bytes: reading.kind === "read" ? reading.contents : new Uint8Array(),
      acl: { owner: owner ?? "", grants: acl.kind === "read" ? acl.grants : [] },
    });
  }
  collector.end();
  return { replay: played, steps: recorder.steps, evidence: collector.evidence() };
}
