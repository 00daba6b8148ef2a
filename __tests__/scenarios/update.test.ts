import { expect, test } from 'vitest';
import type { Fields } from '../../src/json.ts';
import {
  playUpdate,
  updateSpec,
  type PlayedUpdate,
  type UpdatePlay,
} from '../../testing/update-play.ts';

interface Row {
  readonly name: string;
  readonly play: UpdatePlay;
  readonly exitCode: 0 | 1;
  /** What the step says at its end: its error, or the last line of its log. */
  readonly says: RegExp;
  /** What the pods run then; a pod that does not run has `!`. */
  readonly runs: string;
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
    says: /3 of 3 pods serve: cn-shanghai-ct: 3 × v1\. BEC accepted the update, and has replaced no pod\./,
    runs: 'v1 v1 v1',
  },
  {
    name: 'BEC accepts the update and ignores it',
    play: { variants: { update: 'ignored' } },
    exitCode: 1,
    says: /BEC accepted the update, and still shows the version before it\./,
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
    says: /nothing has changed for a minute.*Nothing serves: cn-shanghai-ct: 3 × v2 \(not ready\)/,
    runs: 'v2! v2! v2!',
  },
  {
    name: 'the platform sets the old version again',
    play: { variants: { update: 'reversed' } },
    exitCode: 1,
    says: /has set another version since\. 3 of 3 pods serve: cn-shanghai-ct: 3 × v1\./,
    runs: 'v1 v1 v1',
  },
  {
    name: 'somebody else updates it to a third version',
    play: { variants: { update: 'taken-over' } },
    exitCode: 1,
    says: /has set another version since\. 3 of 3 pods serve: cn-shanghai-ct: 3 × by-another\./,
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
    name: 'pods show no image',
    play: { variants: { podImage: 'absent' } },
    exitCode: 1,
    says: /BEC does not show which images run in .* Nothing was changed\./,
    runs: '  ',
    puts: 0,
  },
  {
    name: 'pods show no image, and the step does not wait',
    play: { variants: { podImage: 'absent' }, inputs: { wait: 'false' } },
    exitCode: 0,
    says: /is requested\. Whether its pods come to run it was not waited for\.$/,
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
    says: /The pods of s-\w+ can't be read.*403 AccessDenied.*Nothing was changed\./,
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
    name: 'a dry run names what differs',
    play: { from: env('old-value'), spec: env('new'), inputs: { 'dry-run': 'true' } },
    exitCode: 0,
    says: /nothing was sent\..* differs in .*envs A of web \(changed\)/,
    runs: 'v1 v1 v1',
    puts: 0,
  },
];

test.each(rows)('$name', async ({ play, exitCode, says, runs, puts = 1, outputs = {} }) => {
  const played = await playUpdate(play);
  expect(lastWords(played)).toMatch(says);
  expect(played).toMatchObject({ exitCode, runs });
  expect(played.puts.length > 10 ? 'many' : played.puts.length).toBe(puts);
  expect(played.outputs).toMatchObject(outputs);
  expect(`${played.log}${JSON.stringify(played.outputs)}${played.summary}`).not.toContain(
    'old-value',
  );
});

function lastWords({ log, error }: PlayedUpdate): string {
  return error === '' ? (log.trim().split('\n').at(-1) ?? '') : error;
}
