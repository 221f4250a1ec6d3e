/** What a scenario is written with, and what plays it. */
export type { Account } from "./account.ts";
export { type AwsCli, awsCliVersion, type CliResult } from "./aws-cli.ts";
export type { Bucket } from "./bucket.ts";
export {
  type AccountConfig,
  type CredentialsConfig,
  type CrosscheckConfig,
  defineConfig,
} from "./config/config.ts";
export { type ControlName, controls } from "./controls/index.ts";
export { measureControls } from "./controls/measure.ts";
export { type Findings, findingsOf } from "./controls/reliance.ts";
export type { DataStream } from "./data-stream.ts";
export type { DeliveryStream } from "./delivery-stream.ts";
export type { ErrorLog, LoggedError } from "./error-log.ts";
export { expect } from "./expect.ts";
export { inKeyPolicy, type Key } from "./key.ts";
export {
  allowing,
  type DeliveryAction,
  deliveryActions,
  denying,
  onlyArns,
  PolicyDocument,
  type ReadAction,
  readActions,
  trusting,
  without,
} from "./policy-document.ts";
export type { Refusal } from "./refusal.ts";
export * from "./result.ts";
export type { Role } from "./role.ts";
export { run } from "./run.ts";
export { type RunScenarioSettings, runScenario } from "./run-scenario.ts";
export { type Scenario, type ScenarioDefinition, scenario, type World } from "./scenario.ts";
export { CheckError, ScenarioError } from "./scenario-error.ts";
export type { ObjectAcl, StoredObject } from "./stored-object.ts";
export type { DeliveryFailure, Sandbox, Target } from "./target.ts";
export { type EmbeddedSettings, embedded } from "./targets/embedded.ts";
export { type EndpointSettings, endpoint } from "./targets/endpoint.ts";
export { localstack } from "./targets/localstack.ts";
