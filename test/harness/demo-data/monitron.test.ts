import { expect, test } from "vitest";
import { type MonitronEvent, monitronEvents } from "../../../harness/demo-data/index.ts";

const settings = { seed: 7, accountId: "222222222222", startMs: Date.UTC(2026, 10, 24, 9, 5, 0) };

function some(count: number, seed = settings.seed): readonly MonitronEvent[] {
  const events = monitronEvents({ ...settings, seed });
  return Array.from({ length: count }, () => events.next().value);
}

/** The paths of all members, as the guide lists them. */
function pathsOf(value: unknown, path = ""): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([name, member]) => pathsOf(member, path === "" ? name : `${path}.${name}`));
}

const site = ["siteName", "companyName", "geoLocation.latitude", "geoLocation.longitude", "address"];
const position = [
  ...site,
  ...["assetName", "positionName", "serialNumber", "make", "model", "assetPositionURL", "assetPositionId"],
];
const sensor = [...position, "sensor.physicalId"];
const gateway = [...site, "gatewayName", "gatewayListURL", "gateway.physicalId"];
const axes = ["xAxis.rms", "yAxis.rms", "zAxis.rms"];
const band = [...["absMax", "absMin", "crestFactor", "rms"].map((name) => `totalVibration.${name}`), ...axes];
const outputs = ["previousPersistent", "persistent", "pointwise"].map((name) => `${name}ClassificationOutput`);
const measurement = [
  ...sensor,
  ...["sensor.rssi", "gateway.physicalId", "sequenceNo", "features.temperature"],
  ...axes.map((name) => `features.acceleration.band0To6000Hz.${name}`),
  ...band.map((name) => `features.acceleration.band10To1000Hz.${name}`),
  ...band.map((name) => `features.velocity.band10To1000Hz.${name}`),
  ...outputs.map((name) => `models.temperatureML.${name}`),
  ...["isoClass", "mutedThreshold", ...outputs].map((name) => `models.vibrationISO.${name}`),
  ...outputs.map((name) => `models.vibrationML.${name}`),
];
const transition = [...sensor, "assetTransitionType", "assetState.newState", "assetState.previousState"];
const closure = ["failureMode", "failureCause", "actionTaken", "resolvedModels"].map((name) => `closureCode.${name}`);

const members: Readonly<Record<MonitronEvent["eventType"], readonly string[]>> = {
  measurement,
  sensorConnected: sensor,
  sensorDisconnected: sensor,
  gatewayConnected: gateway,
  gatewayDisconnected: gateway,
  assetStateTransition: transition,
};

test("draws all six kinds of events with the members of the v2 schema, the same for the same seed", () => {
  const events = some(2_000);
  expect(new Set(events.map(({ eventType }) => eventType))).toEqual(new Set(Object.keys(members)));
  for (const { eventType, eventPayload } of events) {
    const isClosed = eventType === "assetStateTransition" && eventPayload.assetTransitionType === "userInput";
    expect([...pathsOf(eventPayload)].sort()).toEqual([...members[eventType], ...(isClosed ? closure : [])].sort());
  }
  expect(some(2_000)).toEqual(events);
  expect(some(2_000, 8)).not.toEqual(events);
});

test("gives each event its envelope: its own id, the time in Monitron's form, the account", () => {
  const events = some(500);
  expect(events[0]).toMatchObject({ timestamp: "2026-11-24 09:05:00.000", version: "2.0", accountId: "222222222222" });
  expect(events[1]?.timestamp).toBe("2026-11-24 09:20:00.000");
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
});

test("moves an asset's state only from where it was, by measurements and by people", () => {
  const states = new Map<string, string>();
  let byPeople = 0;
  for (const event of some(5_000)) {
    if (event.eventType !== "assetStateTransition") continue;
    const { assetPositionId, assetState, assetTransitionType } = event.eventPayload;
    expect(assetState.previousState).toBe(states.get(assetPositionId) ?? "HEALTHY");
    expect(assetState.newState).not.toBe(assetState.previousState);
    states.set(assetPositionId, assetState.newState);
    if (assetTransitionType === "userInput") byPeople++;
  }
  expect(states.size).toBe(4);
  expect(byPeople).toBeGreaterThan(0);
});

test("connects what it measures with, before it measures", () => {
  const first = some(6).map(({ eventType }) => eventType);
  expect(first).toEqual([...Array(2).fill("gatewayConnected"), ...Array(4).fill("sensorConnected")]);
});
