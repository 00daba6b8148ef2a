import { describe, expect, test } from 'vitest';
import type { Fields } from '../../src/json.ts';
import { parseService, type Service } from '../../src/service/detail.ts';
import { positionOf, problemText, resolveSpec } from '../../src/spec/spec.ts';
import { specOptions } from '../../testing/spec.ts';
import { contradictionsTo, differencesTo, interruptionsIn } from '../../update/comparison.ts';

const text = `serviceName: web
containerGroupName: web
containers:
  - name: web
    imageAddress: registry.example/acme/web
    cpu: 1
    memory: 2
    args: [serve]
    envs:
      - name: LEVEL
        value: info
      - name: EMPTY
        value: ""
      - name: DB
        valueFrom: { secretKeyRef: { name: db, key: url } }
    ports:
      - containerPort: 80
    volumeMounts:
      - { name: cache, mountPath: /cache }
deployInstances:
  - { regionId: cn-shanghai-ct, replicas: 2 }
volumes:
  emptyDir:
    - name: cache
tags:
  - { tagKey: team, tagValue: web }
`;

const db = { name: 'DB', valueFrom: { secretKeyRef: { name: 'db', key: 'url', optional: false } } };
const empty = { name: 'EMPTY' };
const level = { name: 'LEVEL', value: 'info', valueFrom: null };

/** As BEC shows the container of that spec, with what it fills in. */
const container: Fields = {
  name: 'web',
  imageAddress: 'registry.example/acme/web',
  imageVersion: 'v1.2.3',
  cpu: 1,
  memory: 2,
  args: ['serve'],
  commands: null,
  workingDir: '',
  envs: [db, empty, level],
  ports: [{ containerPort: 80, protocol: 'TCP', hostPort: 0 }],
  volumeMounts: [{ name: 'cache', mountPath: '/cache', readOnly: false }],
};

interface Shown {
  readonly container?: Fields;
  readonly others?: readonly Fields[];
  readonly region?: Fields;
  readonly detail?: Fields;
}

function shown({ container: changed = {}, others = [], region = {}, detail = {} }: Shown): Service {
  const service = parseService({
    serviceId: 's-web',
    serviceName: 'web',
    status: 'RUNNING',
    totalPods: 2,
    deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 2 }],
    resourceBriefVos: [{ containers: [{ ...container, ...changed }, ...others], ...region }],
    ...detail,
  });
  if (service === undefined) throw new Error('no service');
  return service;
}

async function compared(facts: Shown, { spec = text, strict = true } = {}) {
  const resolved = await resolveSpec({ path: 'a.yml', text: spec }, specOptions);
  const problems = contradictionsTo(resolved, shown(facts), strict);
  return {
    problems,
    findings: problems.map(({ severity, code, range }) => {
      return `${severity} ${positionOf(spec, range.start).line} ${code}`;
    }),
    differences: differencesTo(resolved.body, shown(facts)).map(
      ({ field, difference }) => `${difference} ${field}`,
    ),
  };
}

test('a service that shows what the spec says, in BEC’s own form, is equal to it', async () => {
  expect(await compared({})).toMatchObject({ findings: [], differences: [] });
});

test('a detail as BEC’s page prints it proves nothing, and hides what the spec has', async () => {
  const printed = {
    ...{ cpu: 0, memory: 0, args: null, commands: null, envs: null, ports: null },
    ...{ volumeMounts: null, workingDir: null, imageAddress: 'nginx', imageVersion: 'latest' },
  };
  const detail = { deployInstances: [{ region: 'EAST_CHINA', serviceProvider: 'CHINA_TELECOM' }] };
  expect(await compared({ container: printed, detail })).toMatchObject({
    findings: [],
    differences: [
      'changed imageAddress of web',
      'changed imageVersion of web',
      'not shown args of web',
      'not shown envs LEVEL of web',
      'not shown envs EMPTY of web',
      'not shown envs DB of web',
      'not shown volumeMounts /cache of web',
      'not shown ports 80 TCP of web',
    ],
  });
});

const other = { name: 'log', imageAddress: 'log', imageVersion: '7', volumeMounts: [] };

describe('what an update would change, by name only', () => {
  const env = (...envs: readonly Fields[]): Shown => ({ container: { envs } });
  test.each<readonly [name: string, facts: Shown, differences: readonly string[]]>([
    [
      'a port that is not the default',
      { container: { ports: [{ containerPort: 80, hostPort: 8080 }] } },
      ['changed ports 80 TCP of web'],
    ],
    ['the version', { container: { imageVersion: 'v1' } }, ['changed imageVersion of web']],
    [
      'a variable',
      env(db, empty, { name: 'LEVEL', value: 'debug' }),
      ['changed envs LEVEL of web'],
    ],
    ['a new variable', env(db, empty), ['new envs LEVEL of web']],
    [
      'a variable of somebody else’s',
      env(db, empty, level, { name: 'SENTRY', value: 'key' }),
      ['not in the spec envs SENTRY of web'],
    ],
    [
      'a value that becomes a reference',
      env({ name: 'DB', value: 'postgres://' }, empty, level),
      ['changed envs DB of web'],
    ],
    [
      'a masked value is hidden, not changed',
      env(db, empty, { name: 'LEVEL', value: '****' }),
      ['not shown envs LEVEL of web'],
    ],
    ['a value that is null', env(db, empty, { name: 'LEVEL' }), ['not shown envs LEVEL of web']],
    ['arguments', { container: { args: ['serve', '-v'] } }, ['changed args of web']],
    [
      'commands that the spec lacks',
      { container: { commands: ['sh'] } },
      ['not in the spec commands of web'],
    ],
    [
      'the protocol of a port',
      { container: { ports: [{ containerPort: 80, protocol: 'UDP' }] } },
      ['new ports 80 TCP of web', 'not in the spec ports 80 UDP of web'],
    ],
    [
      'how a volume is mounted',
      { container: { volumeMounts: [{ name: 'cache', mountPath: '/cache', readOnly: true }] } },
      ['changed volumeMounts /cache of web'],
    ],
  ])('%s', async (_, facts, differences) => {
    expect((await compared(facts)).differences).toEqual(differences);
  });
});

describe('what an update can’t do, on its line', () => {
  test.each<readonly [name: string, facts: Shown, findings: readonly string[]]>([
    ['another service', { detail: { serviceName: 'shop' } }, ['error 1 other-service']],
    ['more containers', { others: [other] }, ['error 3 other-containers']],
    ['another container', { container: { name: 'app' } }, ['error 3 other-containers']],
    ['other cpu', { container: { cpu: 2 } }, ['error 6 fixed-resource']],
    ['other memory', { container: { memory: 4 } }, ['error 7 fixed-resource']],
    ['the same memory in MB', { container: { memory: 2048 } }, []],
    ['sizes that are not shown', { container: { cpu: 0, memory: null } }, []],
    [
      'another region',
      { detail: { deployInstances: [{ regionId: 'cn-langfang-ct', replicas: 2 }] } },
      ['error 20 other-regions'],
    ],
    [
      'more regions',
      { detail: { deployInstances: [{ regionId: 'CN-SHANGHAI-CT' }, { regionId: 'cn-x-ct' }] } },
      ['error 20 other-regions'],
    ],
    [
      'regions without ids',
      { detail: { deployInstances: [{ region: 'EAST_CHINA', serviceProvider: 'X' }] } },
      [],
    ],
    ['tags', { detail: { tagsMap: [] } }, ['error 25 fixed-tags']],
    ['tags that are not shown', { detail: { tagsMap: null } }, []],
    [
      'a registry secret that would be lost',
      { region: { imageRegistrySecrets: [{ name: 'reg' }] } },
      ['error 1 lost-registry-secret'],
    ],
    [
      'a volume that nothing mounts',
      { container: { volumeMounts: [] } },
      ['warning 18 unknown-mount'],
    ],
  ])('%s', async (_, facts, findings) => {
    expect((await compared(facts)).findings).toEqual(findings);
  });
});

test.each([
  [
    'a variable',
    'value: info',
    'value: "false"',
    { envs: [db, empty, { name: 'LEVEL', value: 'true' }] },
    'envs LEVEL',
  ],
  [
    'a number',
    'value: info',
    'value: "0"',
    { envs: [db, empty, { name: 'LEVEL', value: '7' }] },
    'envs LEVEL',
  ],
  [
    'a mount',
    'mountPath: /cache }',
    'mountPath: /cache, readOnly: false }',
    {
      envs: [db, empty, level],
      volumeMounts: [{ name: 'cache', mountPath: '/cache', readOnly: true }],
    },
    'volumeMounts /cache',
  ],
])('%s that the spec switches off has changed', async (_, from, to, changed, field) => {
  const { differences } = await compared({ container: changed }, { spec: text.replace(from, to) });
  expect(differences).toEqual([`changed ${field} of web`]);
});

test('a value of stars is not taken for one that BEC hides', async () => {
  const spec = text.replace('value: info', 'value: "*"');
  const envs = (value?: string) => ({ container: { envs: [db, empty, { name: 'LEVEL', value }] } });
  const hidden = await compared(envs(), { spec });
  expect(hidden.differences).toEqual(['not shown envs LEVEL of web']);
  expect((await compared(envs('*'), { spec })).differences).toEqual([]);
  expect((await compared(envs('info'), { spec })).differences).toEqual([
    'changed envs LEVEL of web',
  ]);
});

test('a registry secret that would be lost is a warning unless the spec is strict', async () => {
  const facts = { region: { imageRegistrySecrets: [{ name: 'reg' }] } };
  expect((await compared(facts, { strict: false })).findings).toEqual([
    'warning 1 lost-registry-secret',
  ]);
});

test('no message has a value of the service’s variables, commands or arguments', async () => {
  const secret = 'old-secret';
  const facts = {
    container: {
      envs: [
        { name: 'LEVEL', value: secret },
        { name: 'A', value: secret },
      ],
      args: [secret],
      commands: [secret],
      workingDir: secret,
    },
  };
  const { problems, differences } = await compared(facts);
  expect([...problems.map(problemText), ...differences].join()).not.toContain(secret);
  expect(differences).toHaveLength(7);
});

test('other replicas than the spec has are a warning, since an update does not scale', async () => {
  const place = { regionId: 'cn-shanghai-ct', replicas: 4 };
  const { problems } = await compared({ detail: { deployInstances: [place] } });
  expect(problems).toMatchObject([
    { code: 'fixed-replicas', severity: 'warning', path: 'deployInstances[0].replicas' },
  ]);
  const unknown = await compared({ detail: { deployInstances: [{ ...place, replicas: 0 }] } });
  expect(unknown.problems).toEqual([]);
});

test('one pod alone is down while it is replaced', () => {
  const places = [
    { regionId: 'cn-a-ct', replicas: 4 },
    { regionId: 'cn-b-ct', replicas: 1 },
  ];
  expect(interruptionsIn(shown({ detail: { deployInstances: places } }))).toEqual([
    'cn-b-ct has one pod: nothing serves there while it is replaced.',
  ]);
});
