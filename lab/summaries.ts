/**
 * `npm run summaries -- --css FILE FOLDER`: runs a step for each way in which a deployment can end, against
 * the local BEC, and writes the summary as a page that looks as on GitHub, to be looked at in a browser.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { crashLoop, imagePull, running } from '../local-bec/rollouts.ts';
import { startDeployment, type DeploymentOptions, type Deviation } from '../testing/deployment.ts';
import { htmlOf } from '../testing/markdown.ts';
import { runStep } from '../testing/runner.ts';
import { playUpdate } from '../testing/update-play.ts';

const spec = {
  serviceName: 'web',
  containerGroupName: 'web',
  needPublicIp: true,
  bandwidth: 10,
  containers: [
    { name: 'web', imageAddress: 'hub.baidubce.com/example/web', cpu: 1, memory: 2 },
    {
      name: 'logs',
      imageAddress: 'hub.baidubce.com/example/logs',
      imageVersion: '1.10',
      cpu: 1,
      memory: 1,
    },
  ],
  deployInstances: [
    { regionId: 'cn-shanghai-ct', replicas: 2 },
    { regionId: 'cn-beijing-cm', replicas: 1 },
  ],
};
const mistaken = `serviceName: web
containerGroupName: web
containers:
  - name: web
    imageAddress: https://hub.baidubce.com/example/web
    cpu: 0.5
    memroy: 2
deployInstances:
  - regionId: cn-shanghai-ct
    replicas: 20
`;
const refusal = { code: 'AccessDenied', message: 'No permission.', requestId: '8d57-4a1f' };
const wait = { wait: 'true' };
const disposable = { ...wait, 'on-failure': 'delete' };

/** The summary of a step; of several, that of the last one. */
async function lastSummary(
  options: DeploymentOptions,
  ...steps: readonly Deviation[]
): Promise<string> {
  await using deployment = await startDeployment({ spec, ...options });
  let summary = '';
  for (const step of steps) ({ summary } = await deployment.run(step));
  return summary;
}

async function deletionSummary(): Promise<string> {
  await using deployment = await startDeployment({ spec, server: { rollout: running(0) } });
  const ids: string[] = [];
  for (const runId of ['1', '2']) {
    const { outputs } = await deployment.run({ env: { GITHUB_RUN_ID: runId } });
    ids.push(outputs['serviceId'] ?? '');
  }
  const { endpoint, credentials } = deployment.bec;
  const { summary } = await runStep({
    action: 'delete',
    workspace: '.',
    inputs: {
      'service-id': ids.join('\n'),
      endpoint,
      'access-key-id': credentials.accessKeyId,
      'secret-access-key': credentials.secretAccessKey,
    },
  });
  return summary;
}

/** So much later at each look that what the first step created is older than the second one. */
function hurriedTime(): () => number {
  let nowMs = Date.now();
  return () => (nowMs += 1000);
}

/** A step that is killed while it waits, and its post step, for which BEC does not show the service. */
async function postSummary(): Promise<string> {
  const waiting = Promise.withResolvers<undefined>();
  await using deployment = await startDeployment({
    spec,
    server: {
      startupMs: 3_600_000,
      onRequest: ({ operation }) => {
        if (operation === 'detail') waiting.resolve(undefined);
      },
    },
  });
  const { process: child, end } = deployment.start({ clock: 'held', inputs: disposable });
  await waiting.promise;
  child.kill('SIGKILL');
  const postOf = await end;
  deployment.bec.inject({ kind: 'response', on: 'detail', status: 403, times: 9, body: refusal });
  const { summary } = await deployment.run({ inputs: disposable, postOf });
  return summary;
}

const summaries: Readonly<Record<string, () => Promise<string>>> = {
  created: () => lastSummary({}, {}),
  running: () =>
    lastSummary(
      { server: { rollout: running(0) } },
      { inputs: wait, env: { GITHUB_RUN_ID: '1' } },
      { inputs: wait },
    ),
  failed: () => lastSummary({ server: { rollout: imagePull(0) } }, { inputs: wait }),
  deleted: () => lastSummary({ server: { rollout: crashLoop(0) } }, { inputs: disposable }),
  refused: () =>
    lastSummary(
      { faults: [{ kind: 'response', on: 'create', status: 403, body: refusal }] },
      { inputs: wait },
    ),
  problems: () => lastSummary({ spec: mistaken }, {}),
  'dry-run': () => lastSummary({}, { inputs: { 'dry-run': 'true' } }),
  're-run': () =>
    lastSummary(
      { server: { rollout: imagePull(0), now: hurriedTime() } },
      { inputs: wait },
      { inputs: wait, env: { GITHUB_RUN_ATTEMPT: '2' } },
    ),
  update: async () => (await playUpdate({})).summary,
  'failed-update': async () => (await playUpdate({ variants: { update: 'stuck' } })).summary,
  deletion: deletionSummary,
  post: postSummary,
};

/** Alerts are GitHub's own; the rest is what any renderer makes of the Markdown. */
function pageOf(markdown: string, css: string): string {
  const body = htmlOf(markdown).replace(
    /<blockquote>\s*<p>\[!(\w+)\]\s*(?:<\/p>\s*)?(?:<p>)?/g,
    (_, kind: string) => {
      const title = `${kind.slice(0, 1)}${kind.slice(1).toLowerCase()}`;
      return `<blockquote class="markdown-alert markdown-alert-${kind.toLowerCase()}"><p class="markdown-alert-title">${title}</p><p>`;
    },
  );
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>${css}\nbody { margin: 16px; }</style><body class="markdown-body">${body}`;
}

const { values, positionals } = parseArgs({
  options: { css: { type: 'string', default: '' }, only: { type: 'string', default: '' } },
  allowPositionals: true,
});
const [folder = 'summaries'] = positionals;
const css = values.css === '' ? '' : readFileSync(values.css, 'utf8');
mkdirSync(folder, { recursive: true });
for (const [name, make] of Object.entries(summaries)) {
  if (!name.includes(values.only)) continue;
  const markdown = await make();
  writeFileSync(join(folder, `${name}.md`), markdown);
  writeFileSync(join(folder, `${name}.html`), pageOf(markdown, css));
}
