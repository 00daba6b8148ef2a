import { describe, expect, test } from 'vitest';
import type { Fields } from '../../src/json.ts';
import { parseService, type Service } from '../../src/service/detail.ts';
import { progressText, stateOf } from '../../src/service/state.ts';

function serviceFrom(fields: Fields): Service {
  const service = parseService({ serviceId: 's-1', ...fields });
  if (service === undefined) throw new Error('The fields have no usable serviceId.');
  return service;
}

describe('stateOf', () => {
  const full = { totalPods: 2, runningPods: 2 };
  const none = { totalPods: 2, runningPods: 0 };
  test.each([
    ['STARTING', full, 'in progress'],
    ['PENDING', none, 'in progress'],
    ['UNKNOWN', none, 'in progress'],
    ['WAITING', none, 'in progress'],
    ['BINDING', none, 'in progress'],
    ['RUNNING', full, 'running'],
    ['NORMAL', full, 'running'],
    ['EXCEPTION', full, 'exception'],
    ['FAILED', full, 'failed'],
    ['TERMINATED', full, 'failed'],
    ['STOP', full, 'failed'],
    ['STOPPING', full, 'failed'],
    ['TERMINATING', full, 'failed'],
    ['DELETING', full, 'failed'],
    ['WARMING_UP', full, 'in progress'],
    ['', full, 'in progress'],
  ] as const)('%s is %3$s, in upper and lower case', (status, pods, state) => {
    const capital = status.charAt(0) + status.slice(1).toLowerCase();
    for (const spelt of [status, status.toLowerCase(), capital]) {
      expect(stateOf(serviceFrom({ status: spelt, ...pods }))).toBe(state);
    }
  });

  test.each([
    [{ totalPods: 2, runningPods: 2 }, 'running'],
    [{ totalPods: 2, runningPods: 3 }, 'running'],
    [{ totalPods: '2', runningPods: '2' }, 'running'],
    [{ totalPods: 2, runningPods: 1 }, 'in progress'],
    [{ totalPods: 2 }, 'in progress'],
    [{ totalPods: 2, runningPods: null }, 'in progress'],
    [{ totalPods: 0, runningPods: 0 }, 'in progress'],
    [{ totalPods: null, runningPods: null }, 'in progress'],
    [{ runningPods: 2 }, 'in progress'],
    [{ totalPods: -1, runningPods: 0 }, 'in progress'],
    [{}, 'in progress'],
  ])('RUNNING and NORMAL with %j are %s', (pods, state) => {
    expect(stateOf(serviceFrom({ status: 'RUNNING', ...pods }))).toBe(state);
    expect(stateOf(serviceFrom({ status: 'NORMAL', ...pods }))).toBe(state);
  });

  const fields = { serviceId: 's-1', status: 'Running', totalPods: 1, runningPods: 1 };
  test.each([
    ['bare', fields],
    ['in result', { result: fields }],
    ['in details', { result: true, details: fields }],
  ])('the service is read %s', (_place, body) => {
    const service = parseService(body);
    expect(service && stateOf(service)).toBe('running');
  });

  test.each([
    {},
    { result: null },
    { serviceId: '' },
    { serviceId: '../s-1' },
    { result: [fields] },
  ])('%j has no usable service', (body) => {
    expect(parseService(body)).toBeUndefined();
  });
});

describe('progressText', () => {
  test.each([
    [{ status: 'starting', totalPods: 2, runningPods: 0 }, 'STARTING · 0 of 2 pods'],
    [{ status: 'RUNNING', totalPods: 1, runningPods: 1 }, 'RUNNING · 1 of 1 pod'],
    [{ status: 'PENDING' }, 'PENDING · 0 of 0 pods'],
    [{ status: 'WarmingUp', totalPods: 2 }, 'WARMINGUP · 0 of 2 pods'],
    [{ totalPods: 2 }, 'no status · 0 of 2 pods'],
    [{ status: 'A\nB' }, 'A\\nB · 0 of 0 pods'],
    [
      {
        status: 'STARTING',
        totalPods: 3,
        runningPods: 1,
        deployInstances: [
          { regionId: 'cn-shanghai-ct', replicas: 2, runningPods: 1 },
          { regionId: 'cn-beijing-cm', replicas: 1, runningPods: 0 },
          { regionId: 'cn-hefei-un', replicas: 1 },
        ],
      },
      'STARTING · 1 of 3 pods · cn-shanghai-ct 1 of 2, cn-beijing-cm 0 of 1',
    ],
    [
      {
        status: 'STARTING',
        totalPods: 2,
        deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 2, runningPods: 0 }],
      },
      'STARTING · 0 of 2 pods',
    ],
  ])('%j reads %j', (fields, text) => {
    expect(progressText(serviceFrom(fields))).toBe(text);
  });
});
