import { UserError } from '../errors.ts';
import { parseEndpoint } from '../http/connection.ts';
import type { Environment } from '../context.ts';
import type { OnFailure } from '../service/service.ts';
import { parseClientToken, parseMatrix } from './client-token.ts';
import { parseCredentials } from './credentials.ts';
import { inputReader, invalid, type InputReader } from './input-reader.ts';

/** The inputs that every action has. */
export const accessInputNames = [
  'access-key-id',
  'secret-access-key',
  'session-token',
  'endpoint',
  'wait-timeout',
  'summary',
] as const;

export const specInputNames = [
  ...accessInputNames,
  'spec',
  'image-version',
  'containers',
  'strict',
  'check-image',
  'dry-run',
  'wait',
  'github-token',
] as const;

export const inputNames = [...specInputNames, 'client-token', 'on-failure', 'matrix'] as const;

export type Inputs = Readonly<ReturnType<typeof parseInputs>>;

/** What an action is given that deploys a spec, besides credentials. */
export type SpecInputs = Readonly<ReturnType<typeof parseSpecInputs>>;

/** @throws UserError that names the input, its value and what would be right */
export function parseInputs(environment: Environment) {
  const read = inputReader(environment, inputNames);
  const clientToken = read.expanded('client-token');
  const inputs = parseSpecInputs(read);
  return {
    ...inputs,
    onFailure: parseOnFailure(read.required('on-failure'), clientToken),
    /** Undefined in a dry run only, which needs none. */
    credentials: inputs.dryRun ? undefined : parseCredentials(environment),
    /** Empty if the run decides. */
    clientToken: clientToken === '' ? '' : parseClientToken(clientToken),
    /** One text for each job of a matrix. */
    matrix: parseMatrix(read.text('matrix')),
  };
}

/** @throws UserError */
export function parseSpecInputs(read: InputReader<(typeof specInputNames)[number]>) {
  const dryRun = read.boolean('dry-run');
  return {
    ...parseAccess(read),
    dryRun,
    spec: read.required('spec'),
    /** Empty if the commit decides. */
    imageVersion: read.expanded('image-version'),
    /** Empty if the spec decides. */
    containers: read.list('containers'),
    strict: read.boolean('strict'),
    checkImage: read.boolean('check-image'),
    wait: read.boolean('wait'),
    githubToken: read.text('github-token'),
  };
}

/** @throws UserError, also if `summary` is no boolean, which is read once more where it counts */
export function parseAccess(read: InputReader<(typeof accessInputNames)[number]>) {
  read.boolean('summary');
  return {
    endpoint: parseEndpoint(read.required('endpoint')),
    waitTimeoutMs: read.durationMs('wait-timeout'),
  };
}

/** With a token of the user's own, the service may belong to another run, which is not this one's to delete. */
function parseOnFailure(text: string, clientToken: string): OnFailure {
  if (text !== 'keep' && text !== 'delete') throw invalid('on-failure', text, 'keep or delete');
  if (text === 'delete' && clientToken !== '') {
    throw new UserError(
      'Inputs on-failure: delete and client-token exclude each other: with a token of your own, the service may belong to another run. Remove one of them.',
    );
  }
  return text;
}
