/** An update of a service that has been running for an hour, at a local BEC whose time the looks at it drive. */
import { createHash } from 'node:crypto';
import type { Fault } from '../local-bec/faults.ts';
import type { ReceivedRequest } from '../local-bec/requests.ts';
import type { LocalBec, LocalBecOptions } from '../local-bec/server.ts';
import type { Variants } from '../local-bec/variants.ts';
import { listOf, parseFields, textOf, toFields, type Fields } from '../src/json.ts';
import { call } from './bec-call.ts';
import { dockerConfigText } from './registry/check.ts';
import { registryReply, startFakeServer } from './registry/fake-registry.ts';
import { makeWorkspace } from './workspace.ts';
import { startDeployment, type Deployment, type Deviation, type Ended } from './deployment.ts';

export const updateSpec = {
  serviceName: 'shop',
  containerGroupName: 'shop',
  containers: [{ name: 'web', imageAddress: 'registry.example/acme/shop', cpu: 1, memory: 2 }],
  deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 3 }],
} as const;

export interface UpdatePlay {
  readonly variants?: Partial<Variants>;
  readonly spec?: Fields;
  /** What the service was created from, besides the version v1. */
  readonly from?: Fields;
  readonly server?: LocalBecOptions;
  readonly faults?: readonly Fault[];
  readonly inputs?: Deviation['inputs'];
  /** Whether the service is named by its id. */
  readonly isById?: boolean;
  /** With check-image: which version's image the registry has under each tag. */
  readonly registry?: Readonly<Record<string, string>>;
  readonly deviation?: Deviation;
  /** Done before the step. */
  readonly before?: (played: StartedUpdate) => Promise<unknown>;
}

export interface StartedUpdate extends AsyncDisposable {
  readonly bec: LocalBec;
  readonly serviceId: string;
  readonly pass: (ms: number) => void;
  /** Signed at the server's own time. */
  readonly send: (method: string, path: string, body?: unknown) => Promise<Fields>;
  readonly update: (deviation?: Deviation) => Promise<Ended>;
  readonly start: Deployment['start'];
  /** The versions that all pods run, and what they would need to serve: `v1 v2!`. */
  readonly runs: () => Promise<string>;
}

/** How much time a look takes: as long as the two that must agree are apart. */
const lookMs = 15_000;

export async function startUpdate(play: UpdatePlay): Promise<StartedUpdate> {
  let nowMs = Date.now() - 3_600_000;
  const spec = { ...updateSpec, ...play.spec };
  const deployment = await startDeployment({
    spec,
    server: {
      startupMs: 5_000,
      ...play.server,
      variants: { ...play.variants },
      now: () => nowMs,
      onRequest: (request) => {
        if (request.operation === 'detail') nowMs += lookMs;
        play.server?.onRequest?.(request);
      },
    },
  });
  const { bec } = deployment;
  const send: StartedUpdate['send'] = async (method, path, body) => {
    const [pathname = '', query = ''] = path.split('?');
    const options = {
      method,
      path: pathname,
      query: Object.fromEntries(new URLSearchParams(query)),
    };
    const reply = await call(bec, { ...options, body: body ?? '', atMs: nowMs });
    return parseFields(reply.text) ?? {};
  };
  const first = { ...spec, ...play.from };
  const created = await send('POST', '/v2/service/create', {
    ...first,
    containers: listOf(first.containers).map((container) => ({ imageVersion: 'v1', ...container })),
  });
  nowMs += 3_600_000;
  const serviceId = textOf(toFields(created['details'])?.['serviceId']);
  bec.inject(...(play.faults ?? []));
  const withDefaults = (deviation: Deviation): Deviation => ({
    action: 'update',
    ...deviation,
    inputs: { 'image-version': 'v2', ...deviation.inputs },
  });
  return {
    bec,
    serviceId,
    send,
    pass: (ms) => (nowMs += ms),
    start: (deviation = {}) => deployment.start(withDefaults(deviation)),
    update: (deviation = {}) => deployment.run(withDefaults(deviation)),
    runs: async () => {
      const list = listOf((await send('GET', `/v1/pod?serviceId=${serviceId}`))['result']);
      const names = list.map(({ podName }) => textOf(podName)).sort();
      const pods = await Promise.all(names.map((name) => send('GET', `/v1/pod/${name}`)));
      return pods.map(shortOf).join(' ');
    },
    [Symbol.asyncDispose]: () => deployment[Symbol.asyncDispose](),
  };
}

function shortOf(pod: Fields): string {
  const [status = {}] = listOf(pod['containerStatuses']);
  return `${textOf(status['image']).replace(/^.*:/, '')}${status['ready'] === true ? '' : '!'}`;
}

export interface PlayedUpdate extends Ended {
  readonly serviceId: string;
  readonly puts: readonly ReceivedRequest[];
  readonly runs: string;
}

export async function playUpdate(play: UpdatePlay): Promise<PlayedUpdate> {
  const { registry, ...rest } = play;
  if (registry !== undefined) return await playWithRegistry(rest, registry);
  await using started = await startUpdate(play);
  await play.before?.(started);
  const { bec, serviceId } = started;
  const id = play.isById === true ? { 'service-id': serviceId } : {};
  const ended = await started.update({ ...play.deviation, inputs: { ...id, ...play.inputs } });
  bec.dropFaults();
  return { ...ended, serviceId, puts: putsIn(bec), runs: await started.runs() };
}

/** The registry and BEC know each image by the same digest. */
async function playWithRegistry(
  play: UpdatePlay,
  contents: Readonly<Record<string, string>>,
): Promise<PlayedUpdate> {
  await using server = await startFakeServer((request) => {
    const reply = registryReply({ 'acme/shop': Object.keys(contents) }, request);
    const content = contents[request.target.replace(/^.*[/]/, '')];
    if (content === undefined || !request.target.includes('/manifests/')) return reply;
    return { ...reply, headers: { ...reply.headers, 'docker-content-digest': digestOf(content) } };
  });
  using docker = makeWorkspace({ 'config.json': dockerConfigText({}) });
  const [container] = updateSpec.containers;
  const containers = [{ ...container, imageAddress: `${server.host}/acme/shop` }];
  return await playUpdate({
    ...play,
    spec: { containers },
    server: { digestOf: (image) => digestOf(image.replace(/^.*:/, '')) },
    inputs: { 'check-image': 'true', ...play.inputs },
    deviation: { env: { DOCKER_CONFIG: docker.path } },
  });
}

function digestOf(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

export function putsIn({ requests }: Pick<LocalBec, 'requests'>): readonly ReceivedRequest[] {
  return requests.filter(({ method, path }) => method === 'PUT' && path.startsWith('/v2/service/'));
}
