import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { resourcesText } from '../../src/spec/resources.ts';
import { toFields, type Fields } from '../../src/json.ts';
import { repositoryRoot } from '../../testing/runner.ts';

const web = { cpu: 1, memory: 2 };
const sidecar = { cpu: 2, memory: 1 };
const onePod = { containers: [web], deployInstances: [{ replicas: 1 }] };
const twoPods = { containers: [web], deployInstances: [{ replicas: 2 }] };
const disk = { diskType: 'CDS_SSD', storageSize: 100 };
const smallDisk = { storageSize: 50 };

function withDisks(body: Fields, ...volumeClaimTemplates: readonly unknown[]): Fields {
  return { ...body, volumes: { volumeClaimTemplates } };
}

test.each<[string, Fields, string]>([
  ['one pod', onePod, '1 pod · 1 core · 2 GB'],
  ['two pods', twoPods, '2 pods · 2 cores · 4 GB'],
  [
    'all kinds at once',
    withDisks({ ...twoPods, needPublicIp: true, bandwidth: 100 }, disk),
    '2 pods · 2 cores · 4 GB · 2 public addresses, 100 Mbps · 1 disk, 100 GB per pod',
  ],
  [
    'replicas of several places, resources of several containers',
    { containers: [web, sidecar], deployInstances: [{ replicas: 2 }, { replicas: 18 }] },
    '20 pods · 60 cores · 60 GB',
  ],
  [
    'one public address',
    { ...onePod, needPublicIp: true },
    '1 pod · 1 core · 2 GB · 1 public address',
  ],
  [
    'bandwidth without a public address, which has no effect',
    { ...onePod, needPublicIp: false, bandwidth: 100 },
    '1 pod · 1 core · 2 GB',
  ],
  [
    'IPv6 addresses',
    { ...twoPods, needIpv6PublicIp: true },
    '2 pods · 2 cores · 4 GB · 2 public IPv6 addresses',
  ],
  [
    'GPUs of one of two containers',
    { ...twoPods, containers: [web, { ...sidecar, gpu: 1 }] },
    '2 pods · 6 cores · 6 GB · 2 GPUs',
  ],
  ['no GPUs', { ...onePod, containers: [{ ...web, gpu: 0 }] }, '1 pod · 1 core · 2 GB'],
  [
    'the disks of a single pod',
    withDisks(onePod, disk, disk),
    '1 pod · 1 core · 2 GB · 2 disks, 200 GB',
  ],
  [
    'disks of two sizes',
    withDisks(twoPods, disk, smallDisk, smallDisk),
    '2 pods · 2 cores · 4 GB · 3 disks, 200 GB per pod',
  ],
  [
    'disks of many sizes',
    withDisks(twoPods, ...[1, 2, 3, 4].map((storageSize) => ({ storageSize }))),
    '2 pods · 2 cores · 4 GB · 4 disks, 10 GB per pod',
  ],
  ['a disk without a size', withDisks(onePod, {}), '1 pod · 1 core · 2 GB · 1 disk'],
  ['one of two without a size', withDisks(onePod, disk, {}), '1 pod · 1 core · 2 GB · 2 disks'],
  ['a container without cpu', { ...onePod, containers: [web, { memory: 2 }] }, '1 pod · 4 GB'],
  ['a secret number', { ...twoPods, containers: [{ cpu: '***', memory: 1 }] }, '2 pods · 2 GB'],
  [
    'numbers as text',
    { ...twoPods, containers: [{ cpu: '4', memory: '8' }] },
    '2 pods · 8 cores · 16 GB',
  ],
  ['a place without replicas', { ...onePod, deployInstances: [{ replicas: 2 }, {}] }, ''],
  ['no places', { containers: [web] }, ''],
  ['an empty body', {}, ''],
  ['other types', { containers: 'web', deployInstances: [{ replicas: 2 }], volumes: [] }, '2 pods'],
])('%s', (_, body, text) => {
  expect(resourcesText(body)).toBe(text);
});

test('the example with every field', () => {
  const spec = readFileSync(join(repositoryRoot, 'examples/full.yml'), 'utf8');
  const body = toFields(parse(spec.replaceAll('${{ env.REPLICAS }}', '3'), { merge: true })) ?? {};

  expect(resourcesText(body)).toMatch(/ pods · \d+ cores · \d+ GB .*public addresses, 100 Mbps/);
});

test('any body gives one short line', () => {
  const counts = fc.oneof(fc.nat(), fc.double(), fc.string(), fc.jsonValue());
  const body = fc.record(
    {
      containers: fc.array(fc.record({ cpu: counts, memory: counts, gpu: counts })),
      deployInstances: fc.array(fc.record({ replicas: counts })),
      needPublicIp: fc.jsonValue(),
      bandwidth: counts,
      volumes: fc.record({ volumeClaimTemplates: fc.array(fc.record({ storageSize: counts })) }),
    },
    { requiredKeys: [] },
  );

  fc.assert(
    fc.property(body, (fields) => {
      expect(resourcesText(fields)).toMatch(/^(?:\d+ pods?(?: · [\w ,+.]+)*)?$/);
    }),
  );
});
