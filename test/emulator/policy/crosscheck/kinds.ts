/** What the generated scenes have in them, so that none of it is left out unseen. */
import { policiesOf, statementsOf } from "./exclusions.ts";
import { principals, type Scene } from "./world.ts";

const text = (scene: Scene) => JSON.stringify(policiesOf(scene));
const isList = (value: unknown): value is readonly string[] => Array.isArray(value);

export const kinds: Readonly<Record<string, (scene: Scene) => boolean>> = {
  "an anonymous caller": ({ principal }) => principal.kind === "anonymous",
  "a service that calls": ({ principal }) => principal.kind === "service",
  "a session policy": ({ session }) => session !== undefined,
  "a permissions boundary": ({ boundary }) => boundary !== undefined,
  "service control policies": ({ serviceControl }) => serviceControl.length > 0,
  "resource control policies": ({ resourceControl }) => resourceControl.length > 0,
  "a saved policy that names whoever asks": (scene) => scene.saved === "kept" && namesCaller(scene),
  "a saved policy that names whoever had the caller's name before": (scene) =>
    scene.saved === "recreated" && namesCaller(scene),
  "the unique id of somebody who is gone": (scene) => text(scene).includes("AROAA9999999999999999"),
  "a request that comes through a service": ({ context }) => context["aws:ViaAWSService"] === "true",
  "a condition on forward access sessions": (scene) => /aws:(?:ViaAWSService|CalledVia)/.test(text(scene)),
  NotPrincipal: (scene) => statementsOf(scene).some(({ NotPrincipal }) => NotPrincipal !== undefined),
  Null: (scene) => text(scene).includes('"Null":'),
  IfExists: (scene) => text(scene).includes('IfExists":'),
  ForAllValues: (scene) => text(scene).includes('"ForAllValues:'),
  ForAnyValue: (scene) => text(scene).includes('"ForAnyValue:'),
  "a list of several values": ({ context }) =>
    Object.values(context).some((value) => isList(value) && value.length > 1),
  "a list without values": ({ context }) => Object.values(context).some((value) => isList(value) && value.length === 0),
  "a list and no set operator": (scene) => /"String\w+":\{"aws:(?:CalledVia|PrincipalOrgPaths)"/.test(text(scene)),
  "a document without Version": (scene) => policiesOf(scene).some(({ Version }) => Version === undefined),
  "a document of 2008": (scene) => policiesOf(scene).some(({ Version }) => Version === "2008-10-17"),
  "a variable": (scene) => text(scene).includes("${aws:"),
  "* and ? in a Resource": (scene) =>
    /"(?:Not)?Resource":"[^"]*[^"]\*/.test(text(scene)) && /Resource[^}]*\?/.test(text(scene)),
};

function namesCaller({ principal, resourcePolicy }: Scene): boolean {
  const arn =
    principal.kind === "assumed-role" ? principals.role.roleArn : principal.kind === "user" ? principal.arn : undefined;
  return arn !== undefined && JSON.stringify(resourcePolicy ?? {}).includes(`"${arn}"`);
}
