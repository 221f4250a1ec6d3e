/**
 * Sets variables of this process and clears all others that say whom AWS's SDKs act as and where. Releasing it puts back
 * what was there.
 */
export function setEnvironment(variables: Readonly<Record<string, string>>): Disposable {
  const replaced = Object.entries(process.env).filter(([name]) => name.startsWith("AWS_"));
  for (const [name] of replaced) delete process.env[name];
  Object.assign(process.env, variables);
  return {
    [Symbol.dispose]() {
      for (const name of Object.keys(variables)) delete process.env[name];
      Object.assign(process.env, Object.fromEntries(replaced));
    },
  };
}
