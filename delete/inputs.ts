import {
  accessInputNames,
  inputReader,
  parseAccess,
  parseCredentials,
  type AccessInputs,
  type InputReader,
} from '../src/action/runner.ts';
import type { Credentials } from '../src/api/client.ts';
import type { Environment } from '../src/context.ts';
import { UserError } from '../src/errors.ts';
import type { Selection } from '../src/service/service.ts';
import { quoted } from '../src/text.ts';

/** All that the step was given, checked. */
export interface Inputs extends AccessInputs {
  readonly selection: Selection;
  /** The name that all services must have; undefined if any will do. */
  readonly serviceName: string | undefined;
  readonly withDisks: boolean;
  readonly credentials: Credentials;
}

export const inputNames = [
  ...accessInputNames,
  'service-id',
  'service-name',
  'all-named',
  'max',
  'with-disks',
] as const;

/** @throws UserError that names the input, its value and what would be right */
export function parseInputs(environment: Environment): Inputs {
  const read = inputReader(environment, inputNames);
  const serviceName = read.text('service-name');
  const selection = parseSelection(read);
  if (selection.kind === 'name' && !['', selection.serviceName].includes(serviceName)) {
    throw new UserError(
      `Input service-name is ${quoted(serviceName)}, but all-named is ${quoted(selection.serviceName)}. Nothing was deleted.`,
    );
  }
  return {
    selection,
    serviceName: serviceName === '' ? undefined : serviceName,
    withDisks: read.boolean('with-disks'),
    credentials: parseCredentials(environment),
    ...parseAccess(read),
  };
}

/** Checked first of all: a step that names nothing must not fail for its credentials. */
function parseSelection(read: InputReader<(typeof inputNames)[number]>): Selection {
  const serviceIds = read.list('service-id');
  const serviceName = read.text('all-named');
  if (serviceIds.length > 0 && serviceName !== '') {
    throw new UserError('Inputs service-id and all-named exclude each other. Remove one of them.');
  }
  if (serviceName !== '') {
    return { kind: 'name', serviceName, max: read.count('max') };
  }
  if (serviceIds.length > 0) return { kind: 'ids', serviceIds };
  throw new UserError(
    "Input service-id is empty, so there is nothing to delete: the step that gives the ids was skipped, or found none. If that is fine, add to this step, for instance:  if: steps.bec.outputs.previousServiceIds != ''",
  );
}
