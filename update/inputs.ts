import {
  credentialTexts,
  inputReader,
  parseCredentials,
  parseSpecInputs,
  specInputNames,
} from '../src/action/runner.ts';
import type { Environment } from '../src/context.ts';
import { UserError } from '../src/errors.ts';

export const inputNames = [...specInputNames, 'service-id', 'service-name'] as const;

export type Inputs = Readonly<ReturnType<typeof parseInputs>>;

/** @throws UserError that names the input, its value and what would be right */
export function parseInputs(environment: Environment) {
  const read = inputReader(environment, inputNames);
  const inputs = parseSpecInputs(read);
  const [serviceId, serviceName] = [read.expanded('service-id'), read.expanded('service-name')];
  if (serviceId !== '' && serviceName !== '') {
    throw new UserError(
      'Inputs service-id and service-name exclude each other. Remove one of them.',
    );
  }
  const isCheckOnly = inputs.dryRun && credentialTexts(environment).length === 0;
  return {
    ...inputs,
    /** Empty if the name decides. */
    serviceId,
    /** Empty if the spec's decides. */
    serviceName,
    /** Undefined in a dry run only: without them, it checks the spec alone. */
    credentials: isCheckOnly ? undefined : parseCredentials(environment),
  };
}
