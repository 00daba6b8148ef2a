import {
  inputReader,
  parseBoolean,
  parseCount,
  parseCredentials,
  parseDuration,
  parseList,
} from '../src/action/runner.ts';
import type { Credentials } from '../src/api/client.ts';
import type { Environment } from '../src/context.ts';
import { UserError } from '../src/errors.ts';
import { parseEndpoint, type Endpoint } from '../src/http/connection.ts';
import type { Selection } from '../src/service/rollout.ts';

/** All that the step was given, checked. */
export interface Inputs {
  readonly selection: Selection;
  /** The name that all services must have; undefined if any will do. */
  readonly serviceName: string | undefined;
  readonly withDisks: boolean;
  readonly waitTimeoutMs: number;
  readonly credentials: Credentials;
  readonly endpoint: Endpoint;
}

/** The names in action.yml, which has the defaults too. */
export const inputNames = [
  'service-id',
  'service-name',
  'all-named',
  'max',
  'with-disks',
  'wait-timeout',
  'access-key-id',
  'secret-access-key',
  'session-token',
  'endpoint',
  'summary',
] as const;

type InputName = (typeof inputNames)[number];

/** @throws UserError that names the input, its value and what would be right */
export function parseInputs(environment: Environment): Inputs {
  const text = inputReader(environment, inputNames);
  const serviceName = text('service-name');
  return {
    selection: parseSelection(text),
    serviceName: serviceName === '' ? undefined : serviceName,
    withDisks: parseBoolean('with-disks', text('with-disks')),
    waitTimeoutMs: parseDuration('wait-timeout', text('wait-timeout')),
    credentials: parseCredentials(environment),
    endpoint: parseEndpoint(text('endpoint')),
  };
}

/** Checked first of all: a step that names nothing must not fail for its credentials. */
function parseSelection(text: (name: InputName) => string): Selection {
  const serviceIds = parseList(text('service-id'));
  const serviceName = text('all-named');
  if (serviceIds.length > 0 && serviceName !== '') {
    throw new UserError('Inputs service-id and all-named exclude each other. Remove one of them.');
  }
  if (serviceName !== '') {
    return { kind: 'name', serviceName, max: parseCount('max', text('max')) };
  }
  if (serviceIds.length > 0) return { kind: 'ids', serviceIds };
  throw new UserError(
    "Input service-id is empty, so there is nothing to delete: the step that gives the ids was skipped, or found none. If that is fine, add to this step, for instance:  if: steps.bec.outputs.previousServiceIds != ''",
  );
}
