import { expect, test } from 'vitest';
import type { ReceivedRequest } from '../../local-bec/requests.ts';
import { listOf, parseFields, textOf, type Fields } from '../../src/json.ts';
import { variantTable } from '../../local-bec/variants.ts';
import {
  playUpdate,
  putsIn,
  startUpdate,
  updateSpec,
  type PlayedUpdate,
  type StartedUpdate,
  type UpdatePlay,
} from '../../testing/update-play.ts';

interface Row {
  readonly name: string;
  readonly play: UpdatePlay;
  readonly exitCode: 0 | 1;
  /** What the step says at its end: its error, or the last line of its log. */
  readonly says: RegExp;
  /** What the pods show then; a pod that does not run has `!`. */
  readonly runs?: string;
  /** One of its warnings. */
  readonly warns?: RegExp;
  /** Ends without a wait, so that the shipped bundle is asked too. */
  readonly isQuick?: true;
  /** Default: one. */
  readonly puts?: number | 'many';
  readonly outputs?: Fields;
}

const env = (value: string): Fields => ({
  containers: [{ ...container, envs: [{ name: 'A', value }] }],
});
const [container] = updateSpec.containers;
const inTwoRegions = {
  deployInstances: [
    { regionId: 'cn-shanghai-ct', replicas: 1 },
    { regionId: 'cn-langfang-ct', replicas: 1 },
  ],
};
const put = (version: string, fields: Fields = {}) => ({
  type: 'resource',
  containers: [{ ...container, imageVersion: version, ...fields }],
});
/** Somebody else's update, by the API. */
const updatedBy =
  (body: Fields, thenMs = 0): NonNullable<UpdatePlay['before']> =>
  async ({ send, serviceId, pass }) => {
    await send('PUT', `/v2/service/${serviceId}?clientToken=another`, body);
    pass(thenMs);
  };
/** An update to v2 whose first new pod never runs, and then what somebody did about it. */
const stuckAtV2 =
  (then: UpdatePlay['before']): NonNullable<UpdatePlay['before']> =>
  async (started) => {
    await started.update();
    await then?.(started);
  };
const restartLast: NonNullable<UpdatePlay['before']> = async ({ send, serviceId, update }) => {
  await update({ inputs: { 'image-version': 'v1' } });
  const { result } = await send('GET', `/v1/pod?serviceId=${serviceId}`);
  const names = listOf(result).map(({ podName }) => textOf(podName));
  await send('PUT', `/v1/pod/${names.sort().at(-1) ?? ''}/restart`);
};
const mismatch = { code: 'IdempotentParameterMismatch', message: 'no' };
const busy = { code: 'OperationDenied', message: 'busy' };
const rows: readonly Row[] = [
  {
    name: 'pods are replaced one by one',
    play: {},
    exitCode: 0,
    says: /^All pods of the service "shop" \(s-\w+\) run v2\.$/,
    runs: 'v2 v2 v2',
    outputs: { changed: 'true', previousImageVersion: 'v1', imageVersion: 'v2', status: 'RUNNING' },
  },
  {
    name: 'a token that BEC knows from another request is followed by another one',
    play: { faults: [{ kind: 'response', on: 'update', status: 400, body: mismatch }] },
    exitCode: 0,
    says: /run v2\.$/,
    puts: 2,
  },
  {
    name: 'all pods are replaced at once',
    play: { variants: { update: 'all-at-once', updateStatus: 'running' } },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2 v2',
  },
  {
    name: 'the regions come one after the other',
    play: { variants: { update: 'regions-in-turn' }, spec: inTwoRegions },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2',
  },
  {
    name: 'the first region alone is updated',
    play: { variants: { update: 'first-region' }, spec: inTwoRegions },
    exitCode: 1,
    says: /no further pod came to run it.*cn-langfang-ct: 1 × v1/,
    runs: 'v1 v2',
  },
  {
    name: 'no pod is replaced until it is restarted',
    play: { variants: { update: 'on-restart', updateStatus: 'running' } },
    exitCode: 1,
    says: /3 of 3 pods serve: cn-shanghai-ct: 3 × v1\. BEC has replaced no pod\./,
    runs: 'v1 v1 v1',
  },
  {
    name: 'an update before it has replaced no pod, so this one sends nothing',
    play: {
      variants: { update: 'on-restart', updateStatus: 'running' },
      before: ({ update }) => update({ inputs: { wait: 'false' } }),
    },
    exitCode: 1,
    says: /3 of 3 pods serve: cn-shanghai-ct: 3 × v1\. BEC has replaced no pod\./,
    runs: 'v1 v1 v1',
  },
  {
    name: 'BEC accepts the update and ignores it',
    play: { variants: { update: 'ignored' } },
    exitCode: 1,
    says: /BEC accepted the update, and still shows the version before it\. Nothing was deleted/,
    runs: 'v1 v1 v1',
  },
  {
    name: 'BEC refuses the update for good',
    play: { variants: { update: 'refused' } },
    exitCode: 1,
    says: /409 OperationDenied.*Another update, start or stop.*Nothing was changed\.$/,
    runs: 'v1 v1 v1',
    puts: 'many',
  },
  {
    name: 'the first new pod never runs',
    play: { variants: { update: 'stuck' } },
    exitCode: 1,
    says: /nothing has changed for a minute\. .*can't be pulled.* 2 of 3 pods serve: cn-shanghai-ct: 2 × v1, 1 × v2 \(not ready\)\. Before, v1 served\./,
    runs: 'v1 v1 v2!',
    outputs: { changed: 'true', previousImageVersion: 'v1' },
  },
  {
    name: 'new pods crash a while after they were ready',
    play: { variants: { update: 'crashing' } },
    exitCode: 1,
    says: /nothing has changed for a minute.*Nothing serves: cn-shanghai-ct: 3 × v2 \(not ready\)\. Before, v1 served\. To go back/,
    runs: 'v2! v2! v2!',
  },
  {
    name: 'new pods crash, and the time is up',
    play: { variants: { update: 'crashing' }, inputs: { 'wait-timeout': '20s' } },
    exitCode: 1,
    says: /no further pod came to run it within wait-timeout\. .*Nothing serves: cn-shanghai-ct: 3 × v2 \(not ready\)/,
    runs: 'v2! v2! v2!',
  },
  {
    name: 'the platform sets the old version again',
    play: { variants: { update: 'reversed' } },
    exitCode: 1,
    says: /has set another version since\. Find out who before you update again\. 3 of 3 pods serve: cn-shanghai-ct: 3 × v1\./,
    runs: 'v1 v1 v1',
  },
  {
    name: 'somebody else updates it to a third version',
    play: { variants: { update: 'taken-over' } },
    exitCode: 1,
    says: /has set another version since\. Find out who before you update again\. 3 of 3 pods serve: cn-shanghai-ct: 3 × by-another\. Nothing was deleted/,
    runs: 'by-another by-another by-another',
  },
  {
    name: 'reads lag behind',
    play: { variants: { readLag: '5', listLag: '5' } },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2 v2',
  },
  {
    name: 'old pods are listed while they end',
    play: { variants: { endingPods: 'listed', imageList: 'planned' } },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2 v2',
  },
  {
    name: 'pods show the name of a mirror',
    play: { variants: { podImage: 'mirror' } },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2 v2',
  },
  {
    isQuick: true,
    name: 'pods show no image',
    play: { variants: { podImage: 'absent' } },
    exitCode: 1,
    says: /BEC does not show which images run in .* Nothing was changed\./,
    runs: '  ',
    puts: 0,
  },
  {
    isQuick: true,
    name: 'pods show no image, and the step does not wait',
    play: { variants: { podImage: 'absent' }, inputs: { wait: 'false' } },
    exitCode: 0,
    says: /is requested\. The step did not wait for its pods to run it\.$/,
    runs: '  ',
    outputs: { changed: 'true' },
  },
  {
    name: 'the detail is as Baidu’s page prints it',
    play: { variants: { detail: 'as-published' } },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2 v2',
  },
  {
    name: 'the service is set to the spec and runs it',
    play: { inputs: { 'image-version': 'v1' } },
    exitCode: 0,
    says: /run v1\.$/,
    runs: 'v1 v1 v1',
    puts: 0,
    outputs: { changed: 'false', previousImageVersion: 'v1' },
  },
  {
    name: 'the version is the same, and a variable differs',
    play: { from: env('old'), spec: env('new'), inputs: { 'image-version': 'v1' } },
    exitCode: 0,
    says: /run v1\.$/,
    runs: 'v1 v1 v1',
    outputs: { changed: 'true' },
  },
  {
    name: 'the version is the same, and BEC hides whether a variable differs',
    play: {
      ...{ from: env('old'), spec: env('new'), inputs: { 'image-version': 'v1' } },
      variants: { detail: 'masked' },
    },
    exitCode: 0,
    says: /BEC accepted the other settings; whether they have changed can't be seen\.$/,
    runs: 'v1 v1 v1',
    outputs: { changed: 'true' },
  },
  {
    name: 'the version is the same, and BEC keeps a variable that the spec lacks',
    play: { from: env('old-value'), inputs: { 'image-version': 'v1' } },
    exitCode: 0,
    says: /BEC accepted the other settings; whether they have changed can't be seen\.$/,
    runs: 'v1 v1 v1',
    outputs: { changed: 'true' },
  },
  {
    name: 'the response is lost, its token mismatches, and another is refused',
    play: {
      variants: { readLag: '90' },
      faults: [
        { kind: 'reset', when: 'after', on: 'update' },
        { kind: 'response', on: 'update', status: 400, body: mismatch },
        { kind: 'response', on: 'update', status: 403, body: { code: 'AccessDenied' } },
      ],
    },
    exitCode: 1,
    says: /AccessDenied.* The update may be under way, although no response says so\./,
    puts: 3,
  },
  {
    name: 'two tokens mismatch',
    play: { faults: [{ kind: 'response', on: 'update', status: 400, body: mismatch, times: 2 }] },
    exitCode: 1,
    says: /IdempotentParameterMismatch: no[^.]*\. Nothing was changed\.$/,
    puts: 2,
  },
  {
    name: 'the response to the update is lost',
    play: { faults: [{ kind: 'half-response', on: 'update' }] },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2 v2',
  },
  {
    name: 'the update is answered with 504 before it arrives',
    play: { faults: [{ kind: 'response', on: 'update', status: 504 }] },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2 v2',
    puts: 2,
  },
  {
    isQuick: true,
    name: 'pods can’t be listed',
    play: {
      faults: [
        {
          kind: 'response',
          on: 'pods',
          status: 403,
          body: { code: 'AccessDenied', message: 'no' },
        },
      ],
    },
    exitCode: 1,
    says: /^GET \/v1\/pod failed: HTTP 403 AccessDenied.* Nothing was changed\.$/,
    runs: 'v1 v1 v1',
    puts: 0,
  },
  {
    name: 'an update is refused while another one is under way',
    play: { faults: [{ kind: 'response', on: 'update', status: 409, body: busy, times: 2 }] },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2 v2',
    puts: 3,
  },
  {
    isQuick: true,
    name: 'the service is stopped',
    play: { before: ({ send, serviceId }) => send('PUT', `/v1/service/${serviceId}/stop`) },
    exitCode: 1,
    says: /is stopped, and billed all the same/,
    runs: 'v1! v1! v1!',
    puts: 0,
  },
  {
    name: 'there is no such service',
    play: { inputs: { 'service-name': 'other' } },
    exitCode: 1,
    says: /There is no service named "other"\. An update creates none/,
    runs: 'v1 v1 v1',
    puts: 0,
  },
  {
    isQuick: true,
    name: 'a dry run names what differs',
    play: { from: env('old-value'), spec: env('new'), inputs: { 'dry-run': 'true' } },
    exitCode: 0,
    says: /nothing was sent\..* differs in .*envs A of web \(changed\)/,
    runs: 'v1 v1 v1',
    puts: 0,
  },
  {
    name: 'what the spec leaves out is kept',
    play: { from: env('1'), spec: {} },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2 v2',
    warns: /^BEC still differs from the spec: envs A of web \(not in the spec\)\.$/,
  },
  {
    name: 'what the spec leaves out is removed',
    play: { from: env('1'), spec: {}, variants: { updateBody: 'replaced' } },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2 v2',
  },
  {
    name: 'an update without a change restarts all pods',
    play: {
      ...{ from: env('same'), spec: env('same'), inputs: { 'image-version': 'v1' } },
      variants: { detail: 'masked', sameUpdate: 'restarts' },
    },
    exitCode: 0,
    says: /whether they have changed can't be seen\.$/,
    runs: 'v1 v1 v1',
  },
  {
    name: 'a roll-back does not heal the broken pod',
    play: {
      variants: { update: 'stuck', brokenPods: 'kept' },
      before: stuckAtV2(undefined),
      inputs: { 'image-version': 'v1' },
    },
    exitCode: 1,
    says: /for a minute\. 2 of 3 pods serve: \S+ 2 × v1, 1 × v2 \(not ready\)\. BEC may keep a broken pod of another version: restart sts-[\w-]+-2 \(/,
    runs: 'v1 v1 v2!',
    puts: 2,
    warns: /^Not all pods show v2, which the service is set to/,
  },
  {
    name: 'a roll-back heals the broken pod',
    play: {
      variants: { update: 'stuck', brokenPods: 'replaced' },
      before: stuckAtV2(undefined),
      inputs: { 'image-version': 'v1' },
    },
    exitCode: 0,
    says: /run v1\.$/,
    runs: 'v1 v1 v1',
    puts: 2,
    warns: /^Not all pods show v2/,
  },
  {
    name: 'the broken pod was restarted after the roll-back, and made anew',
    play: {
      variants: { update: 'stuck', brokenPods: 'kept', restart: 'new-pod' },
      before: stuckAtV2(restartLast),
      inputs: { 'image-version': 'v1' },
    },
    exitCode: 0,
    says: /run v1\.$/,
    runs: 'v1 v1 v1',
    puts: 2,
    outputs: { changed: 'false' },
  },
  {
    name: 'the broken pod was restarted after the roll-back, and is the same',
    play: {
      variants: { update: 'stuck', brokenPods: 'kept', restart: 'same-pod' },
      before: stuckAtV2(restartLast),
      inputs: { 'image-version': 'v1' },
    },
    exitCode: 1,
    says: /for a minute\. 2 of 3 pods serve: \S+ 2 × v1, 1 × v2 \(not ready\)\. BEC may keep a broken pod of another version: restart sts-/,
    runs: 'v1 v1 v2!',
    puts: 2,
    warns: /^Not all pods show v1, which the service is set to/,
    outputs: { changed: 'false' },
  },
  {
    name: 'pods show a digest, and nobody asks the registry',
    play: { variants: { podImage: 'digest' } },
    exitCode: 1,
    says: /BEC does not show which images run in .* Set check-image: true.* Nothing was changed\.$/,
    puts: 0,
    isQuick: true,
  },
  {
    name: 'pods show a digest that the registry gives',
    play: { variants: { podImage: 'digest' }, registry: { v1: 'v1', v2: 'v2' } },
    exitCode: 0,
    says: /run v2\.$/,
  },
  {
    name: 'pods show another tag of the image',
    play: { variants: { podImage: 'other-tag' } },
    exitCode: 1,
    says: /New pods run and show another image, or none that can be compared: check-image: true/,
    runs: 'same-image same-image same-image',
    warns: /^Not all pods show v1, which the service is set to/,
  },
  {
    name: 'pods show another tag of the image, with its digest',
    play: { variants: { podImage: 'other-tag' }, registry: { v1: 'v1', v2: 'v2' } },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'same-image same-image same-image',
    warns: /^Not all pods show v1, which the service is set to/,
  },
  {
    name: 'pods show a local id alone',
    play: { variants: { podImage: 'bare-id' }, registry: { v1: 'v1', v2: 'v2' } },
    exitCode: 1,
    says: /BEC does not show which images run in .* Nothing was changed\./,
    puts: 0,
  },
  {
    name: 'the tag was pushed again',
    play: { registry: { v1: 'another' }, inputs: { 'image-version': 'v1' } },
    exitCode: 1,
    says: /runs another image as "v1" than the registry has: the tag was pushed again/,
    runs: 'v1 v1 v1',
    puts: 0,
  },
  {
    name: 'the image that runs is not in the registry any more',
    play: { registry: { v2: 'v2' } },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2 v2',
    warns: /^v1, which runs, is not in its registry any more, so there is no way back to it\.$/,
  },
  {
    name: 'the service is set to latest',
    play: {
      from: { containers: [{ ...container, imageVersion: 'latest' }] },
      inputs: { 'image-version': 'latest' },
    },
    exitCode: 0,
    says: /run latest\.$/,
    runs: 'latest latest latest',
    puts: 0,
    warns: /^The service is set to "latest" already, so nothing is sent/,
    outputs: { previousImageVersion: '' },
  },
  {
    name: 'the run of an earlier tag comes late',
    play: { inputs: { 'image-version': 'v0.9' } },
    exitCode: 0,
    says: /run v0\.9\.$/,
    runs: 'v0.9 v0.9 v0.9',
    warns: /^By its name, v0\.9 is older than v1, which runs\./,
  },
  {
    name: 'another update is under way, and this one takes over',
    play: { before: updatedBy(put('v3')), server: { startupMs: 60_000 } },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2 v2',
    puts: 2,
    warns: /^Not all pods show v3, which the service is set to: another update may be under way/,
    outputs: { previousImageVersion: 'v1' },
  },
  {
    name: 'an update is refused while another one of the same version is under way',
    play: {
      variants: { updateDuringUpdate: 'refused' },
      before: updatedBy(put('v1', { envs: [{ name: 'B', value: '1' }] }), -25_000),
    },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2 v2',
    puts: 3,
  },
  {
    name: 'every page of the list is the first one',
    play: { variants: { listPages: 'same-page' } },
    exitCode: 0,
    says: /run v2\.$/,
    runs: 'v2 v2 v2',
  },
  {
    name: 'the list of services is short',
    play: { variants: { listPages: 'short' } },
    exitCode: 1,
    says: /list of services for "shop" is not complete: .* Set service-id\. Nothing was changed\.$/,
    puts: 0,
    isQuick: true,
  },
  ...(['short', 'endless'] as const).map((listPages): Row => ({
    name: `the list of pods is ${listPages}`,
    play: { variants: { listPages }, isById: true },
    exitCode: 1,
    says: /no further pod came to run it/,
  })),
];

test.each(rows)('$name', expectEnd);

test.each(rows.filter(({ isQuick }) => isQuick))(
  'by the shipped bundle: $name',
  ({ play, ...row }) => expectEnd({ ...row, play: { ...play, deviation: { clock: 'real' } } }),
);

async function expectEnd(row: Row): Promise<void> {
  const { play, exitCode, says, runs, puts = 1, outputs = {}, warns } = row;
  const played = await playUpdate(play);
  expect(lastWords(played)).toMatch(says);
  expect(played).toMatchObject({ exitCode, ...(runs !== undefined && { runs }) });
  expect(played.summary.includes(' has not succeeded\n')).toBe(exitCode === 1);
  expect(played.summary.includes('[More about this error]')).toBe(
    played.log.includes('More about this error:'),
  );
  expect(played.puts.length > 10 ? 'many' : played.puts.length).toBe(puts);
  expect(played.outputs).toMatchObject(outputs);
  expect(played.warnings.filter((text) => warns?.test(text) === true)).toHaveLength(warns ? 1 : 0);
  expect(`${played.log}${JSON.stringify(played.outputs)}${played.summary}`).not.toContain(
    'old-value',
  );
}

test.each(variantTable.addresses.values)(
  'the outputs have the addresses of the new pods: %s',
  async (addresses) => {
    const spec = { needPublicIp: true, bandwidth: 5 };
    await using started = await startUpdate({ variants: { addresses }, spec });
    const listed = async (): Promise<readonly string[]> => {
      const { result } = await started.send('GET', `/v1/pod?serviceId=${started.serviceId}`);
      return listOf(result).map(({ publicIp }) => textOf(publicIp));
    };
    const before = await listed();
    const { outputs } = await started.update();
    const pods: unknown = JSON.parse(outputs['pods'] ?? '');
    const shown = listOf(pods).map(({ publicIp }) => textOf(publicIp));
    const after = await listed();
    expect(shown.toSorted()).toEqual(after.toSorted());
    expect(after).toContain(outputs['publicIp']);
    expect(after.toSorted().join() === before.toSorted().join()).toBe(addresses === 'kept');
  },
);

test.each([403, 500])(
  'an update that cannot be followed (%i) is not told to have failed',
  async (status) => {
    const started: { update?: StartedUpdate } = {};
    const hideDetails = ({ operation }: ReceivedRequest): void => {
      const body = { code: 'AccessDenied', message: 'no' };
      if (operation !== 'update') return;
      started.update?.bec.inject({ kind: 'response', on: 'detail', status, body, times: 999 });
    };
    await using played = await startUpdate({ server: { onRequest: hideDetails } });
    started.update = played;
    const { error } = await played.update({ inputs: { 'wait-timeout': '2m' } });
    expect(error).toMatch(
      /may not run v2 in all pods: its state could not be read within wait-timeout\.\nWhen last seen: 3 of 3 pods serve: cn-shanghai-ct: 3 × v1\.\nNothing was deleted/,
    );
  },
);

test.each([
  [
    'before it is sent',
    0,
    /since this step first read it\. Run the job again\. Nothing was changed\.$/,
  ],
  ['after a response was lost', 1, /Run the job again\. The update may be under way, although/],
])('another update %s is told with what became of this one', async (_, puts, says) => {
  let isOther = false;
  const started: { update?: StartedUpdate } = {};
  let shown: Fields = {};
  const showOther = ({ operation }: ReceivedRequest): void => {
    if (isOther || operation !== (puts === 0 ? 'pods' : 'update')) return;
    isOther = true;
    started.update?.bec.inject({ kind: 'response', on: 'detail', status: 200, body: shown });
  };
  await using played = await startUpdate({
    faults: [{ kind: 'reset', when: 'after', on: 'update' }],
    server: { onRequest: showOther },
  });
  const detail = JSON.stringify(await played.send('GET', `/v1/service/${played.serviceId}`));
  shown = parseFields(detail.replaceAll('"imageVersion":"v1"', '"imageVersion":"v9"')) ?? {};
  started.update = played;
  const { error } = await played.update();
  expect(error).toMatch(/^Somebody else has updated s-\w+ since/);
  expect(error).toMatch(says);
  expect(putsIn(played.bec)).toHaveLength(puts);
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'a step that got %s says that the update is under way, or its post step does',
  async (signal) => {
    const sent = Promise.withResolvers<undefined>();
    await using started = await startUpdate({
      variants: { update: 'on-restart' },
      server: {
        onRequest: ({ operation }) => {
          if (operation === 'pod' && putsIn(started.bec).length > 0) sent.resolve(undefined);
        },
      },
    });
    const { process: child, end } = started.start({ clock: 'real' });
    await sent.promise;
    child.kill(signal);
    const ended = await end;
    const words = /An update of the service "shop" \(s-\w+\) to v2 (?:may be|is) under way/;
    if (signal === 'SIGTERM') {
      expect(ended.error).toMatch(words);
      expect(ended.error).toMatch(/^Cancelled \(SIGTERM\)\./);
      expect(ended.error).not.toContain('Nothing was');
      return;
    }
    const post = await started.update({ clock: 'real', postOf: ended });
    expect(post.exitCode).toBe(1);
    expect(post.error).toMatch(words);
    expect(post.summary).toContain('### ⚠️ An update may be under way');
    expect(post.summary).not.toContain('billed');
  },
);

function lastWords({ log, error }: PlayedUpdate): string {
  return error === '' ? (log.trim().split('\n').at(-1) ?? '') : error.replaceAll('\n', ' ');
}
