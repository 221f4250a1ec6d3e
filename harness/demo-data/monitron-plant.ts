import type { Draw } from "./draw.ts";
import type { GatewayPayload, Position, SensorPayload, Site } from "./monitron-event.ts";
import { type Condition, soundCondition } from "./monitron-measurement.ts";

/** A sensor with all that is known of where it sits, and how its machine is. */
export interface Sensor {
  readonly payload: SensorPayload;
  readonly gateway: GatewayPayload;
  sequenceNo: number;
  condition: Condition;
}

export interface Plant {
  readonly projectName: string;
  readonly projectId: string;
  readonly gateways: readonly GatewayPayload[];
  readonly sensors: readonly [Sensor, ...Sensor[]];
}

const assets = [
  ["Pump", "Drive end bearing"],
  ["Motor", "Non-drive end bearing"],
  ["Conveyor", "Gearbox"],
  ["Fan", "Bearing"],
] as const;

/** A made-up plant. The forms of identifiers and URLs are not documented; those here only look like it. */
export function drawPlant(draw: Draw): Plant {
  const site: Site = {
    siteName: "North plant",
    companyName: "Example Works",
    geoLocation: { latitude: draw.number(-60, 60, 4), longitude: draw.number(-180, 180, 4) },
    address: "1 Example Street",
  };
  const gateways = [1, 2].map((number) => drawGateway(draw, site, number));
  const [first, ...others] = assets.map(([name, positionName], at): Sensor => {
    const gateway = gateways[at % gateways.length];
    if (gateway === undefined) throw new RangeError("a plant has gateways");
    const payload = {
      ...drawPosition(draw, site, `${name} ${at + 1}`, positionName),
      sensor: { physicalId: draw.hex(16) },
    };
    return { payload, gateway, sequenceNo: 0, condition: soundCondition };
  });
  if (first === undefined) throw new RangeError("a plant has sensors");
  return { projectName: "Plants", projectId: draw.hex(26), gateways, sensors: [first, ...others] };
}

function drawGateway(draw: Draw, site: Site, number: number): GatewayPayload {
  return {
    ...site,
    gatewayName: `Gateway ${number}`,
    gatewayListURL: "https://app.monitron.aws/gateways",
    gateway: { physicalId: draw.hex(12) },
  };
}

function drawPosition(draw: Draw, site: Site, assetName: string, positionName: string): Position {
  const assetPositionId = draw.uuid();
  return {
    ...site,
    assetName,
    positionName,
    serialNumber: draw.hex(10).toUpperCase(),
    make: "Example",
    model: `EX-${100 + draw.integer(900)}`,
    assetPositionURL: `https://app.monitron.aws/positions/${assetPositionId}`,
    assetPositionId,
  };
}
