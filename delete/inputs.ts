import {
  accessInputNames,
  inputReader,
  parseAccess,
  parseCredentials,
  type InputReader,
} from '../src/action/runner.ts';
import type { Environment } from '../src/context.ts';
import { UserError } from '../src/errors.ts';
import type { Selection } from '../src/service/service.ts';

export const inputNames = [
  ...accessInputNames,
  'service-id',
  'service-name',
  'all-named',
  'max',
  'with-disks',
] as const;

/** @throws UserError that names the input, its value and what would be right */
export function parseInputs(environment: Environment) {
  const read = inputReader(environment, inputNames);
  // Checked first of all: a step that names nothing must not fail for its credentials.
  const selection = parseSelection(read);
  const serviceName = read.text('service-name');
  const withDisks = read.boolean('with-disks');
  const credentials = parseCredentials(environment);
  const { endpoint, waitTimeoutMs: timeoutMs } = parseAccess(read);
  return {
    access: { endpoint, credentials },
    plan: { selection, serviceName, withDisks, timeoutMs },
  };
}

function parseSelection(read: InputReader<(typeof inputNames)[number]>): Selection {
  const serviceIds = read.list('service-id');
  const serviceName = read.text('all-named');
  if (serviceIds.length > 0 && serviceName !== '') {
    throw new UserError('Inputs service-id and all-named exclude each other. Remove one of them.');
  }
  if (serviceName !== '') return { kind: 'name', serviceName, max: read.count('max') };
  if (serviceIds.length > 0) return { kind: 'ids', serviceIds };
  throw new UserError(
    "Input service-id is empty, so there is nothing to delete: the step that gives the ids was skipped, or found none. If that is fine, add to this step, for instance:  if: steps.bec.outputs.previousServiceIds != ''",
  );
}
