/**
 * `npm run deploy -- --endpoint URL --access-key-id ID --secret-access-key KEY`: deploys a spec with the
 * bundle that ships, as a runner would on a push of the tag v1.2.3, and waits until the service runs.
 * Made for a local BEC: `npm run local-bec` prints the line.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot, runStep, renderedLog } from '../testing/runner.ts';
import { makeWorkspace } from '../testing/workspace.ts';

const help = `Usage: npm run deploy -- [options]

Deploys a spec as the action would on a push of the tag v1.2.3, and waits until the service runs.
Placeholders such as \${{ env.NAME }} and \${{ secrets.NAME }} get this shell's variables.

  --endpoint URL             the address that npm run local-bec printed
  --access-key-id TEXT
  --secret-access-key TEXT
  --session-token TEXT       default of these three: BCE_ACCESS_KEY_ID, BCE_SECRET_ACCESS_KEY and
                             BCE_SECURITY_TOKEN
  --spec FILE                default: examples/service.yml
  --image-version TEXT       default: v1.2.3
  --help                     prints this text`;

interface Arguments {
  readonly spec: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** `undefined` if the arguments ask for help. */
function parseArguments(): Arguments | undefined {
  const { values } = parseArgs({
    options: {
      endpoint: { type: 'string' },
      'access-key-id': { type: 'string' },
      'secret-access-key': { type: 'string' },
      'session-token': { type: 'string', default: '' },
      spec: { type: 'string', default: join(repositoryRoot, 'examples/service.yml') },
      'image-version': { type: 'string', default: '' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const { spec, endpoint } = values;
  if (endpoint === undefined) {
    throw new Error(
      '--endpoint is missing. npm run local-bec, in another terminal, prints the line.',
    );
  }
  if (!existsSync(spec)) throw new Error(`There is no file ${spec}. Change --spec.`);
  const inputs = {
    endpoint,
    'access-key-id': values['access-key-id'] ?? '',
    'secret-access-key': values['secret-access-key'] ?? '',
    'session-token': values['session-token'],
    'image-version': values['image-version'],
    wait: 'true',
  };
  return { spec, inputs };
}

const environment = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || name.startsWith('GITHUB_') ? [] : [[name, value]],
  ),
);

async function deploy({ spec, inputs }: Arguments): Promise<number | null> {
  // Messages name it as it was given.
  const name = relative(process.cwd(), spec);
  const path = name.startsWith('..') ? basename(spec) : name;
  using workspace = makeWorkspace({ [path]: readFileSync(spec) });
  const { exitCode, outputs } = await runStep({
    workspace: workspace.path,
    inputs: { ...inputs, spec: path },
    env: environment,
    // Each time a run of its own, and so a service of its own.
    run: { GITHUB_RUN_ID: String(Date.now()) },
    onOutput: (text) => process.stdout.write(renderedLog(text)),
  });
  for (const [name, value] of Object.entries(outputs)) console.log(`${name}=${value}`);
  return exitCode;
}

try {
  const parsed = parseArguments();
  if (parsed === undefined) console.log(help);
  else process.exitCode = (await deploy(parsed)) ?? 1;
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\nTry --help.`);
  process.exitCode = 2;
}
