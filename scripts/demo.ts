/**
 * `npm run demo`: the life of a deployment with the bundles that ship, against the BEC that the project
 * brings. A pushed tag creates a service; the next tag creates another, and the first one is deleted.
 */
import { parseArgs, styleText } from 'node:util';
import { startLocalBec, type LocalBec } from '../local-bec/server.ts';
import { runStep, renderedLog, type StepResult } from '../testing/runner.ts';
import { terminalTextOf } from '../testing/terminal.ts';
import { makeWorkspace, repositoryText } from '../testing/workspace.ts';

const help = `Usage: npm run demo [-- options]

Deploys examples/service.yml to a local BEC, as a workflow would when a tag is pushed,
then the next tag, and deletes the service of the first one.

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

/** A request that is repeated at once, such as a poll, is one line. */
function printRequests({ requests }: LocalBec): void {
  const lines = requests.map(({ method, path, query, status }) => {
    const search = new URLSearchParams(query).toString();
    return `${method} ${path}${search === '' ? '' : `?${search}`} → ${status ?? 'no response'}`;
  });
  const starts = lines.flatMap((line, index) => (line === lines[index - 1] ? [] : [index]));
  for (const [index, start] of starts.entries()) {
    const times = (starts[index + 1] ?? lines.length) - start;
    console.log(`${lines[start] ?? ''}${times === 1 ? '' : ` (${times} times)`}`);
  }
}

interface Pipeline {
  readonly deploy: (tag: string, runId: string) => Promise<StepResult>;
  readonly deleteServices: (serviceIds: string) => Promise<StepResult>;
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
  return {
    deploy: (tag, runId) =>
      runStep({
        workspace,
        inputs: { ...access, wait: 'true', 'on-failure': 'delete' },
        run: {
          GITHUB_REF: `refs/tags/${tag}`,
          GITHUB_REF_NAME: tag,
          GITHUB_RUN_ID: runId,
          GITHUB_RUN_NUMBER: runId,
        },
        onOutput,
      }),
    deleteServices: (serviceIds) =>
      runStep({
        action: 'delete',
        workspace,
        inputs: { ...access, 'service-id': serviceIds },
        onOutput,
      }),
  };
}

/** Whether all ended as it should. */
async function demonstrate(fails: boolean): Promise<boolean> {
  using workspace = makeWorkspace({ '.bec/service.yml': repositoryText('examples/service.yml') });
  await using bec = await startLocalBec({
    startupMs: 2000,
    missingImageVersions: fails ? ['v1.2.3'] : [],
  });
  const { deploy, deleteServices } = pipelineFor(bec, workspace.path);

  heading('The tag v1.2.3 is pushed: the log of the step org/bec-create');
  const first = await deploy('v1.2.3', '1');
  heading('The outputs of the step, long ones cut');
  printOutputs(first);
  heading('The summary on the run’s page');
  console.log(terminalTextOf(first.summary));

  let steps = [first];
  if (!fails) {
    heading('The next tag, v1.3.0, is pushed: a second service');
    const second = await deploy('v1.3.0', '2');
    const { previousServiceIds = '' } = second.outputs;
    heading(`The step org/bec-create/delete, with previousServiceIds=${previousServiceIds}`);
    steps = [first, second, await deleteServices(previousServiceIds)];
  }

  heading('What BEC received');
  printRequests(bec);
  const living = bec.services.filter(({ deletedAt }) => deletedAt === undefined);
  const ids = living.map(({ serviceId }) => serviceId).join(', ');
  heading(
    fails
      ? 'Red: no service is left, and the log says why'
      : `Green: ${ids} is running, and billed`,
  );
  const isExpected = steps.every(({ exitCode }) => exitCode === (fails ? 1 : 0));
  return isExpected && living.length === (fails ? 0 : 1);
}

const options = readOptions();
if (options !== undefined && !(await demonstrate(options.fails))) process.exitCode = 1;
