import type { Draw } from "./draw.ts";
import type { Axes, Features, Health, MachineLearned, Measurement, TotalVibration } from "./monitron-event.ts";

/** Vibration in mm/s at which a machine of class 1 is in warning and in alarm. Source: ISO 20816. */
const warningRms = 1.8;
const alarmRms = 4.5;
const warningTemperature = 70;
const alarmTemperature = 85;

/** How a machine is, beneath what is measured of it. */
export interface Condition {
  /** Velocity in mm/s. */
  readonly vibrationRms: number;
  /** °C */
  readonly temperature: number;
}

export const soundCondition: Condition = { vibrationRms: 0.8, temperature: 40 };

/** Machines wear: a little worse with each measurement, more or less. */
export function worn(draw: Draw, { vibrationRms, temperature }: Condition): Condition {
  return {
    vibrationRms: Math.min(9, Math.max(0.2, vibrationRms * draw.number(0.9, 1.16, 4))),
    temperature: Math.min(95, Math.max(20, temperature + draw.number(-2, 2.6, 4))),
  };
}

export function healthOf({ vibrationRms, temperature }: Condition): Health {
  if (vibrationRms >= alarmRms || temperature >= alarmTemperature) return "ALARM";
  return vibrationRms >= warningRms || temperature >= warningTemperature ? "WARNING" : "HEALTHY";
}

export function measure(draw: Draw, { vibrationRms, temperature }: Condition): Features {
  const velocity = round(vibrationRms * draw.number(0.95, 1.05, 4));
  const acceleration = round(velocity * draw.number(0.8, 1.4, 4));
  return {
    acceleration: {
      band0To6000Hz: axes(draw, acceleration * 1.5),
      band10To1000Hz: { totalVibration: total(draw, acceleration), ...axes(draw, acceleration) },
    },
    velocity: { band10To1000Hz: { totalVibration: total(draw, velocity), ...axes(draw, velocity) } },
    temperature: round(temperature),
  };
}

/** What the models say: each of what it looks at, `before` being what they said last. */
export function classify(now: Condition, before: Condition): Measurement["models"] {
  const vibration = (condition: Condition) => healthOf({ ...condition, temperature: 0 });
  const heat = (condition: Condition) => healthOf({ ...condition, vibrationRms: 0 });
  return {
    temperatureML: learned(heat(now), heat(before)),
    vibrationISO: { isoClass: "CLASS1", mutedThreshold: "WARNING", ...learned(vibration(now), vibration(before)) },
    vibrationML: learned(vibration(now), vibration(before)),
  };
}

function learned(now: Health, before: Health): MachineLearned & { readonly pointwiseClassificationOutput: Health } {
  return {
    previousPersistentClassificationOutput: before,
    persistentClassificationOutput: now,
    pointwiseClassificationOutput: now,
  };
}

function total(draw: Draw, rms: number): TotalVibration {
  const crestFactor = draw.number(2, 5, 4);
  return { absMax: round(rms * crestFactor), absMin: draw.number(0, 0.05, 4), crestFactor, rms: round(rms) };
}

/** Three axes whose squares sum to that of the whole. */
function axes(draw: Draw, rms: number): Axes {
  const [x, y, z] = [draw.number(0.2, 1, 4), draw.number(0.2, 1, 4), draw.number(0.2, 1, 4)];
  const length = Math.hypot(x, y, z);
  const axis = (part: number) => ({ rms: round((rms * part) / length) });
  return { xAxis: axis(x), yAxis: axis(y), zAxis: axis(z) };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
