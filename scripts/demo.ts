/**
 * `npm run demo`: the life of a deployment with the bundles that ship, against the BEC that the project
 * brings. A pushed tag creates a service, the next one updates it, and the image of the third was never
 * pushed, so that update gets stuck.
 */
import { parseArgs, styleText } from 'node:util';
import { startLocalBec, type LocalBec } from '../local-bec/server.ts';
import { runStep, renderedLog, type StepResult } from '../testing/runner.ts';
import { terminalTextOf } from '../testing/terminal.ts';
import { makeWorkspace, repositoryText } from '../testing/workspace.ts';

const help = `Usage: npm run demo [-- options]

Deploys examples/service.yml to a local BEC, as a workflow would when a tag is pushed; updates
the service to the next tag; then to one whose image is missing, so that the update gets stuck.
Takes about two minutes.

Options:
  --fail   the first tag only, and its image was never pushed: the service fails and is deleted
  --help   prints this text
`;

const maxOutputLength = 100;

function readOptions(): { readonly fails: boolean } | undefined {
  try {
    const { values } = parseArgs({
      options: { fail: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    // npm keeps options for itself that stand before --.
    if (process.env['npm_config_fail'] !== undefined) {
      throw new Error('npm took --fail for an option of its own. Write: npm run demo -- --fail');
    }
    if (values.help !== true) return { fails: values.fail === true };
    console.log(help);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exitCode = 2;
  }
  return undefined;
}

function heading(text: string): void {
  console.log(styleText('bold', `\n── ${text} ${'─'.repeat(Math.max(0, 86 - text.length))}`));
}

function printOutputs({ outputs }: StepResult): void {
  for (const [name, value] of Object.entries(outputs)) {
    const line = `${name}=${value.replaceAll('\n', ' ')}`;
    console.log(line.length > maxOutputLength ? `${line.slice(0, maxOutputLength - 1)}…` : line);
  }
}

/** Those that change something; the others are looks. */
function printRequests({ requests }: LocalBec): void {
  const changes = requests.filter(({ method }) => method !== 'GET');
  for (const { method, path, query, status } of changes) {
    const search = new URLSearchParams(query).toString();
    console.log(
      `${method} ${path}${search === '' ? '' : `?${search}`} → ${status ?? 'no response'}`,
    );
  }
  console.log(`and ${requests.length - changes.length} times GET`);
}

interface Pipeline {
  readonly deploy: (tag: string) => Promise<StepResult>;
  readonly update: (tag: string) => Promise<StepResult>;
}

/** The steps of a workflow, whose logs are printed as they come. */
function pipelineFor({ endpoint, credentials }: LocalBec, workspace: string): Pipeline {
  const access = {
    endpoint,
    'access-key-id': credentials.accessKeyId,
    'secret-access-key': credentials.secretAccessKey,
  };
  const onOutput = (text: string): void => {
    process.stdout.write(renderedLog(text));
  };
  const runOf = (tag: string) => ({ GITHUB_REF: `refs/tags/${tag}`, GITHUB_REF_NAME: tag });
  return {
    deploy: (tag) =>
      runStep({
        workspace,
        inputs: { ...access, wait: 'true', 'on-failure': 'delete' },
        run: runOf(tag),
        onOutput,
      }),
    update: (tag) =>
      runStep({ action: 'update', workspace, inputs: access, run: runOf(tag), onOutput }),
  };
}

function printStep(result: StepResult): void {
  heading('The outputs of the step, long ones cut');
  printOutputs(result);
  heading('The summary on the run’s page');
  console.log(terminalTextOf(result.summary));
}

/** Whether all ended as it should. */
async function demonstrate(fails: boolean): Promise<boolean> {
  using workspace = makeWorkspace({ '.bec/service.yml': repositoryText('examples/service.yml') });
  await using bec = await startLocalBec({
    startupMs: 2000,
    missingImageVersions: [fails ? 'v1.2.3' : 'v1.4.0'],
  });
  const { deploy, update } = pipelineFor(bec, workspace.path);

  heading('The tag v1.2.3 is pushed: the log of the step org/bec-create');
  const first = await deploy('v1.2.3');
  printStep(first);
  const isExpected = fails ? first.exitCode === 1 : await demonstrateUpdates(first, update);

  heading('What BEC received');
  printRequests(bec);
  const living = bec.services.filter(({ deletedAt }) => deletedAt === undefined);
  const ids = living.map(({ serviceId }) => serviceId).join(', ');
  heading(
    fails
      ? 'Red: no service is left, and the log says why'
      : `Red: ${ids} was not updated to v1.4.0; one of its two pods still serves v1.3.0`,
  );
  return isExpected && living.length === (fails ? 0 : 1);
}

async function demonstrateUpdates(
  { outputs: before }: StepResult,
  update: Pipeline['update'],
): Promise<boolean> {
  heading('The next tag, v1.3.0: the log of the step org/bec-create/update');
  const second = await update('v1.3.0');
  printStep(second);
  const { serviceId, publicIp, changed } = second.outputs;
  heading(`The same service, ${serviceId ?? ''}, at the same address, ${publicIp ?? ''}`);
  heading('The next tag, v1.4.0, whose image nobody has pushed');
  const third = await update('v1.4.0');
  printStep(third);
  return (
    second.exitCode === 0 &&
    changed === 'true' &&
    serviceId === before['serviceId'] &&
    publicIp === before['publicIp'] &&
    third.exitCode === 1 &&
    third.outputs['previousImageVersion'] === 'v1.3.0'
  );
}

const options = readOptions();
if (options !== undefined && !(await demonstrate(options.fails))) process.exitCode = 1;
