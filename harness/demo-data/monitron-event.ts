/**
 * Records of Amazon Monitron's live data export, version 2.0, one JSON document each.
 * Source: Amazon Monitron User Guide, "Understanding the v2 data export schema".
 */
export type MonitronEvent =
  | (Envelope & { readonly eventType: "measurement"; readonly eventPayload: Measurement })
  | (Envelope & { readonly eventType: "sensorConnected" | "sensorDisconnected"; readonly eventPayload: SensorPayload })
  | (Envelope & {
      readonly eventType: "gatewayConnected" | "gatewayDisconnected";
      readonly eventPayload: GatewayPayload;
    })
  | (Envelope & { readonly eventType: "assetStateTransition"; readonly eventPayload: AssetStateTransition });

interface Envelope {
  /** UTC, `yyyy-mm-dd hh:mm:ss.SSS`. */
  readonly timestamp: string;
  /** Unique; by it a consumer finds duplicates. */
  readonly eventId: string;
  readonly version: "2.0";
  readonly accountId: string;
  readonly projectName: string;
  readonly projectId: string;
}

/** Where something is. */
export interface Site {
  readonly siteName: string;
  readonly companyName: string;
  readonly geoLocation: { readonly latitude: number; readonly longitude: number };
  readonly address: string;
}

/** A place on an asset where a sensor sits. */
export interface Position extends Site {
  readonly assetName: string;
  readonly positionName: string;
  readonly serialNumber: string;
  readonly make: string;
  readonly model: string;
  readonly assetPositionURL: string;
  readonly assetPositionId: string;
}

export interface SensorPayload extends Position {
  readonly sensor: { readonly physicalId: string };
}

export interface GatewayPayload extends Site {
  readonly gatewayName: string;
  readonly gatewayListURL: string;
  readonly gateway: { readonly physicalId: string };
}

export interface Measurement extends Position {
  /** `rssi` in dBm. */
  readonly sensor: { readonly physicalId: string; readonly rssi: number };
  readonly gateway: { readonly physicalId: string };
  readonly sequenceNo: number;
  readonly features: Features;
  readonly models: {
    readonly temperatureML: MachineLearned;
    readonly vibrationISO: {
      readonly isoClass: "CLASS1" | "CLASS2" | "CLASS3" | "CLASS4";
      readonly mutedThreshold: "WARNING" | "ALARM";
      readonly previousPersistentClassificationOutput: Health;
      readonly persistentClassificationOutput: Health;
      readonly pointwiseClassificationOutput: Health | "MUTED_WARNING" | "MUTED_ALARM";
    };
    readonly vibrationML: MachineLearned;
  };
}

/** Accelerations in m/s², velocities in mm/s, the temperature in °C. */
export interface Features {
  readonly acceleration: {
    readonly band0To6000Hz: Axes;
    readonly band10To1000Hz: Axes & { readonly totalVibration: TotalVibration };
  };
  readonly velocity: { readonly band10To1000Hz: Axes & { readonly totalVibration: TotalVibration } };
  readonly temperature: number;
}

export interface Axes {
  readonly xAxis: { readonly rms: number };
  readonly yAxis: { readonly rms: number };
  readonly zAxis: { readonly rms: number };
}

export interface TotalVibration {
  readonly absMax: number;
  readonly absMin: number;
  readonly crestFactor: number;
  readonly rms: number;
}

export type Health = "UNKNOWN" | "HEALTHY" | "WARNING" | "ALARM";

export interface MachineLearned {
  readonly previousPersistentClassificationOutput: Health;
  readonly persistentClassificationOutput: Health;
  readonly pointwiseClassificationOutput: Health | "INITIALIZING";
}

export type AssetState = Health | "NEEDS_MAINTENANCE";

export interface AssetStateTransition extends SensorPayload {
  /** What moved the asset: a measurement, or a person who acknowledged and closed the issue. */
  readonly assetTransitionType: "measurement" | "userInput";
  readonly assetState: { readonly newState: AssetState; readonly previousState: AssetState };
  /** Set by the person; empty where a measurement moved the asset. */
  readonly closureCode?: {
    readonly failureMode: (typeof failureModes)[number];
    readonly failureCause: (typeof failureCauses)[number];
    readonly actionTaken: (typeof actionsTaken)[number];
    readonly resolvedModels: readonly ("vibrationISO" | "vibrationML" | "temperatureML")[];
  };
}

export const failureModes = [
  "NO_ISSUE",
  "BLOCKAGE",
  "CAVITATION",
  "CORROSION",
  "DEPOSIT",
  "IMBALANCE",
  "LUBRICATION",
  "MISALIGNMENT",
  "OTHER",
  "RESONANCE",
  "ROTATING_LOOSENESS",
  "STRUCTURAL_LOOSENESS",
  "TRANSMITTED_FAULT",
  "UNDETERMINED",
] as const;

export const failureCauses = [
  "ADMINISTRATION",
  "DESIGN",
  "FABRICATION",
  "MAINTENANCE",
  "OPERATION",
  "OTHER",
  "QUALITY",
  "UNDETERMINED",
  "WEAR",
] as const;

export const actionsTaken = [
  "ADJUST",
  "CLEAN",
  "LUBRICATE",
  "MODIFY",
  "NO_ACTION",
  "OTHER",
  "OVERHAUL",
  "REPLACE",
] as const;
