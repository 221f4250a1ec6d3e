import { type Draw, drawFrom } from "./draw.ts";
import {
  type AssetStateTransition,
  actionsTaken,
  failureCauses,
  failureModes,
  type Health,
  type MonitronEvent,
} from "./monitron-event.ts";
import { classify, healthOf, measure, soundCondition, worn } from "./monitron-measurement.ts";
import { drawPlant, type Plant, type Sensor } from "./monitron-plant.ts";

export interface MonitronSettings {
  readonly seed: number;
  readonly accountId: string;
  /** Of the first event; milliseconds since the epoch. */
  readonly startMs: number;
  /** Between two events; a sensor measures once an hour, and there are four. */
  readonly everyMs?: number;
}

type Happening = {
  [Event in MonitronEvent as Event["eventType"]]: Pick<Event, "eventType" | "eventPayload">;
}[MonitronEvent["eventType"]];

/**
 * Events of one plant without end, all six kinds of them: gateways and sensors connect first, machines wear until they
 * are in alarm, a person repairs them. The same settings give the same events.
 */
export function* monitronEvents(settings: MonitronSettings): Generator<MonitronEvent, never> {
  const draw = drawFrom(settings.seed);
  const plant = drawPlant(draw);
  const everyMs = settings.everyMs ?? 15 * 60_000;
  let atMs = settings.startMs;
  for (const happening of happenings(draw, plant)) {
    yield {
      timestamp: new Date(atMs).toISOString().replace("T", " ").replace("Z", ""),
      eventId: draw.uuid(),
      version: "2.0",
      accountId: settings.accountId,
      projectName: plant.projectName,
      projectId: plant.projectId,
      ...happening,
    };
    atMs += everyMs;
  }
  throw new Error("a plant never rests");
}

function* happenings(draw: Draw, plant: Plant): Generator<Happening, never> {
  for (const gateway of plant.gateways) yield { eventType: "gatewayConnected", eventPayload: gateway };
  for (const { payload } of plant.sensors) yield { eventType: "sensorConnected", eventPayload: payload };
  for (;;) {
    const sensor = draw.one(plant.sensors);
    if (draw.onceIn(60)) {
      yield { eventType: "gatewayDisconnected", eventPayload: sensor.gateway };
      yield { eventType: "gatewayConnected", eventPayload: sensor.gateway };
    } else if (draw.onceIn(40)) {
      yield { eventType: "sensorDisconnected", eventPayload: sensor.payload };
      yield { eventType: "sensorConnected", eventPayload: sensor.payload };
    }
    yield* measured(draw, sensor);
  }
}

/** A measurement, the transition that it may cause, and the repair of a machine that is in alarm. */
function* measured(draw: Draw, sensor: Sensor): Generator<Happening> {
  const before = sensor.condition;
  sensor.condition = worn(draw, before);
  sensor.sequenceNo++;
  const { payload, gateway, condition, sequenceNo } = sensor;
  yield {
    eventType: "measurement",
    eventPayload: {
      ...payload,
      sensor: { ...payload.sensor, rssi: -draw.integer(60) - 35 },
      gateway: gateway.gateway,
      sequenceNo,
      features: measure(draw, condition),
      models: classify(condition, before),
    },
  };
  const [newState, previousState] = [healthOf(condition), healthOf(before)];
  if (newState !== previousState) {
    yield transition(sensor, { assetTransitionType: "measurement", assetState: { newState, previousState } });
  }
  if (newState === "ALARM" && draw.onceIn(4)) yield repaired(draw, sensor, newState);
}

function repaired(draw: Draw, sensor: Sensor, previousState: Health): Happening {
  sensor.condition = soundCondition;
  return transition(sensor, {
    assetTransitionType: "userInput",
    assetState: { newState: "HEALTHY", previousState },
    closureCode: {
      failureMode: draw.one(failureModes),
      failureCause: draw.one(failureCauses),
      actionTaken: draw.one(actionsTaken),
      resolvedModels: ["vibrationISO", "vibrationML"],
    },
  });
}

function transition(
  { payload }: Sensor,
  what: Pick<AssetStateTransition, "assetTransitionType" | "assetState" | "closureCode">,
): Happening {
  return { eventType: "assetStateTransition", eventPayload: { ...payload, ...what } };
}
