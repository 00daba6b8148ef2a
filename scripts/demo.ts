/** `npm run demo`: the main job, with the bundle that ships and the BEC that the project brings. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { startLocalBec } from '../local-bec/server.ts';
import { repositoryRoot, runStep, shownLog, type StepResult } from '../testing/runner.ts';
import { terminalTextOf } from '../testing/terminal.ts';

const help = `Usage: npm run demo [-- options]

Deploys examples/service.yml to a local BEC, as a workflow would on a pushed tag.

Options:
  --fail   the image was never pushed: the rollout fails, and the service is deleted
  --help   this text
`;

function readOptions(): { readonly fails: boolean } | undefined {
  try {
    const { values } = parseArgs({
      options: { fail: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    if (values.help !== true) return { fails: values.fail === true };
    console.log(help);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exitCode = 2;
  }
  return undefined;
}

function heading(text: string): void {
  console.log(styleText('bold', `\n── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`));
}

/** A checked-out repository with the example's spec in it. */
function makeWorkspace(): string {
  const workspace = mkdtempSync(join(tmpdir(), 'demo-'));
  mkdirSync(join(workspace, '.bec'));
  cpSync(join(repositoryRoot, 'examples/service.yml'), join(workspace, '.bec/service.yml'));
  return workspace;
}

function pushOf(tag: string, runId: string): Readonly<Record<string, string>> {
  return {
    GITHUB_REF: `refs/tags/${tag}`,
    GITHUB_REF_NAME: tag,
    GITHUB_RUN_ID: runId,
  };
}

async function demonstrate(fails: boolean): Promise<boolean> {
  const workspace = makeWorkspace();
  await using bec = await startLocalBec({
    startupMs: 2500,
    missingImageVersions: fails ? ['v1.2.3'] : [],
  });
  const credentials = {
    endpoint: bec.endpoint,
    'access-key-id': bec.credentials.accessKeyId,
    'secret-access-key': bec.credentials.secretAccessKey,
  };
  const onOutput = (text: string): void => {
    process.stdout.write(shownLog(text));
  };
  const deploy = (tag: string, runId: string): Promise<StepResult> =>
    runStep({
      workspace,
      inputs: { ...credentials, wait: 'true', 'on-failure': 'delete' },
      run: pushOf(tag, runId),
      onOutput,
    });

  heading('a push of the tag v1.2.3: the step’s log');
  const first = await deploy('v1.2.3', '1001');
  heading('its outputs');
  for (const [name, value] of Object.entries(first.outputs)) console.log(`${name}=${value}`);
  heading('its summary');
  console.log(terminalTextOf(first.summary));
  rmSync(workspace, { recursive: true });
  heading('what BEC received');
  for (const { method, path, query, status } of bec.requests) {
    const search = new URLSearchParams(query).toString();
    console.log(
      `${method} ${path}${search === '' ? '' : `?${search}`} → ${status ?? 'no response'}`,
    );
  }
  const { exitCode } = first;
  heading(exitCode === 0 ? 'green: the service is running' : 'red, and the log says why');
  return exitCode === (fails ? 1 : 0);
}

const options = readOptions();
if (options !== undefined && !(await demonstrate(options.fails))) process.exitCode = 1;
