import { expect, test } from 'vitest';
import { createOutputs, type Outputs } from '../../src/action/outputs.ts';
import { parseService } from '../../src/service/service.ts';

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
  const outputs = recorded(({ created, seen }) => {
    seen(value);
    created(undefined);
  });
  expect(outputs).toEqual({ serviceId: '', requestId: '', status: '', service: '' });
});
