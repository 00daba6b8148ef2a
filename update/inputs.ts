import {
  hasCredentials,
  inputReader,
  parseCredentials,
  parseSpecInputs,
  specInputNames,
  type SpecInputs,
} from '../src/action/runner.ts';
import type { Credentials } from '../src/api/client.ts';
import type { Environment } from '../src/context.ts';
import { UserError } from '../src/errors.ts';

/** All that the step was given, checked. */
export interface Inputs extends SpecInputs {
  /** Empty if the name decides. */
  readonly serviceId: string;
  /** Empty if the spec's decides. */
  readonly serviceName: string;
  /** Undefined in a dry run only: without them, it checks the spec alone. */
  readonly credentials: Credentials | undefined;
}

export const inputNames = [...specInputNames, 'service-id', 'service-name'] as const;

/** @throws UserError that names the input, its value and what would be right */
export function parseInputs(environment: Environment): Inputs {
  const read = inputReader(environment, inputNames);
  const inputs = parseSpecInputs(read);
  const [serviceId, serviceName] = [read.expanded('service-id'), read.expanded('service-name')];
  if (serviceId !== '' && serviceName !== '') {
    throw new UserError(
      'Inputs service-id and service-name exclude each other. Remove one of them.',
    );
  }
  const isCheckOnly = inputs.dryRun && !hasCredentials(environment);
  return {
    ...inputs,
    serviceId,
    serviceName,
    credentials: isCheckOnly ? undefined : parseCredentials(environment),
  };
}
