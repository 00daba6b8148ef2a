import { expect, test } from 'vitest';
import { reportLife } from '../../src/action/outputs.ts';
import { parseService } from '../../src/service/detail.ts';
import { openJournal } from '../../src/service/service.ts';

test('nothing of a service that turns out to be deleted remains', () => {
  const service = parseService({ serviceId: 's-1', status: 'TERMINATED' });
  expect(service).toBeDefined();
  if (service === undefined) return;
  const created = {
    serviceId: 's-1',
    serviceName: 'shop',
    service,
    body: {},
    requestId: 'r-1',
    serverTime: undefined,
    clientToken: 'bec-1',
    isRepeat: true,
    requestedAt: undefined,
  };
  const outputs = new Map<string, unknown>();
  const set = (name: string, value: unknown): void => {
    outputs.set(name, value);
  };
  const report = { setOutput: set, setOwnOutput: set, setJsonOutput: set };
  const journal = openJournal((life) => {
    reportLife(report, { isOwn: false, clientTokenOf: () => '' }, life);
  });
  journal.add({ kind: 'found', created });
  expect(outputs.get('serviceId')).toBe('s-1');
  journal.add({ kind: 'lost' });
  expect(Object.fromEntries(outputs)).toEqual({
    clientToken: 'bec-1',
    serviceId: '',
    requestId: '',
    status: '',
    service: '',
  });
});
