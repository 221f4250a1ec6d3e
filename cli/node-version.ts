/** The oldest Node.js that has all that the program needs: `engines` of package.json. */
const least = [22, 22] as const;

/** Why a version of Node.js (`20.18.1`) cannot run the program; undefined where it can. */
export function nodeProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > least[0] || (major === least[0] && minor >= least[1])) return undefined;
  return `this is Node.js ${version}, and crosscheck needs ${least.join(".")} or newer: install one from https://nodejs.org`;
}
