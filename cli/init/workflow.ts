import type { InitFile } from "./init-file.ts";
import { scenarioFile, testFile } from "./scenario.ts";

/** The token is asked for anew before each step that may begin a session: it lasts some minutes. */
const tokenScript = `curl --fail --silent --show-error --retry 3 --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \\
            "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.amazonaws.com" | jq --exit-status --raw-output .value > "$RUNNER_TEMP/token"`;

export const workflowFile: InitFile = {
  path: ".github/workflows/crosscheck.yml",
  text: `# The embedded AWS for each pull request; two sandbox accounts each night, where these are set up:
# - the stack of node_modules/firehose-crosscheck/infra/sandbox-roles.yaml in both, with GitHubEnvironment=sandbox
# - an environment \`sandbox\` of this repository, for the main branch only
# - the variables CROSSCHECK_ROLE_A and CROSSCHECK_ROLE_B: the stacks' output HarnessRoleArn. No secret is stored.
#
# Actions are pinned by commit, since a tag can be moved to other code; Dependabot and Renovate keep them current. Install
# scripts of dependencies are off, and npx runs only what is installed: credentials are about.
name: crosscheck

on:
  pull_request:
  schedule:
    - cron: "43 2 * * *"
  workflow_dispatch:

permissions:
  contents: read

jobs:
  embedded:
    if: github.event_name != 'schedule'
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          persist-credentials: false
      - uses: actions/setup-node@53b83947a5a98c8d113130e565377fae1a50d02f # v6.3.0
        with:
          node-version: 24
          cache: npm
      - run: npm ci --ignore-scripts
      - run: npx --no-install crosscheck run ${scenarioFile.path} --strict
      - run: npx --no-install vitest run ${testFile.path}

  sandbox:
    if: github.event_name != 'pull_request' && vars.CROSSCHECK_ROLE_A != ''
    runs-on: ubuntu-latest
    environment: sandbox
    timeout-minutes: 75
    permissions:
      contents: read
      id-token: write
    # The accounts are one run's at a time; one that is cancelled would leave more for the sweep.
    concurrency:
      group: sandbox-accounts
      cancel-in-progress: false
    env:
      ROLE_A: \${{ vars.CROSSCHECK_ROLE_A }}
      ROLE_B: \${{ vars.CROSSCHECK_ROLE_B }}
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          persist-credentials: false
      - uses: actions/setup-node@53b83947a5a98c8d113130e565377fae1a50d02f # v6.3.0
        with:
          node-version: 24
          cache: npm
      - run: npm ci --ignore-scripts
      - name: The two profiles of crosscheck.config.ts
        run: |
          {
            printf '[profile crosscheck-a]\\nrole_arn = %s\\nweb_identity_token_file = %s\\n' "$ROLE_A" "$RUNNER_TEMP/token"
            printf '[profile crosscheck-b]\\nrole_arn = %s\\nweb_identity_token_file = %s\\n' "$ROLE_B" "$RUNNER_TEMP/token"
          } > "$RUNNER_TEMP/aws-config"
          echo "AWS_CONFIG_FILE=$RUNNER_TEMP/aws-config" >> "$GITHUB_ENV"
      # The sessions, which last an hour, begin with the first call; the token itself lasts some minutes.
      - name: ID token
        run: |
          ${tokenScript}
      - run: npx --no-install crosscheck run ${scenarioFile.path} --target aws --strict --timeout 45m --json results.json
      - name: ID token for the sweep
        if: always()
        run: |
          ${tokenScript}
      - name: Sweep
        if: always()
        run: npx --no-install crosscheck sweep
      - uses: actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f # v6.0.0
        if: always()
        with:
          name: crosscheck
          path: |
            results.json
            .crosscheck
          include-hidden-files: true
          if-no-files-found: warn
`,
};
