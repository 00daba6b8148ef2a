import { expect, test } from 'vitest';
import { createOutputs, type Outputs } from '../../src/action/outputs.ts';
import { parseService } from '../../src/service/detail.ts';
import { openJournal } from '../../src/service/service.ts';

/** What the outputs are in the end. */
function recorded(use: (outputs: Outputs) => void): Readonly<Record<string, unknown>> {
  const values = new Map<string, unknown>();
  const set = (name: string, value: unknown): void => {
    values.set(name, value);
  };
  use(createOutputs({ setOutput: set, setOwnOutput: set, setJsonOutput: set }, 'generations'));
  return Object.fromEntries(values);
}

test('nothing of a service that turns out to be deleted remains', () => {
  const value = parseService({ serviceId: 's-1', status: 'TERMINATED' });
  expect(value).toBeDefined();
  if (value === undefined) return;
  const created = {
    value,
    requestId: 'r-1',
    serverTime: undefined,
    requested: { serviceName: 'shop', body: {} },
    clientToken: 'bec-1',
    isRepeat: true,
    requestedAt: undefined,
  };
  const outputs = recorded(({ known }) => {
    const journal = openJournal(known);
    journal.add({ kind: 'found', created });
    journal.add({ kind: 'lost' });
  });
  expect(outputs).toEqual({
    clientToken: 'bec-1',
    serviceId: '',
    requestId: '',
    status: '',
    service: '',
  });
});
