import type { Credentials } from '../api/client.ts';
import { UserError } from '../errors.ts';
import { parseEndpoint, type Endpoint } from '../http/connection.ts';
import type { Environment } from '../context.ts';
import type { OnFailure } from '../service/service.ts';
import { parseClientToken, parseMatrix } from './client-token.ts';
import { parseCredentials } from './credentials.ts';
import { inputReader, invalid, type InputReader } from './input-reader.ts';

/** All that the step was given, checked. */
export interface Inputs extends SpecInputs {
  /** Undefined in a dry run only, which needs none. */
  readonly credentials: Credentials | undefined;
  /** Undefined if the run decides. */
  readonly clientToken: string | undefined;
  readonly onFailure: OnFailure;
  /** One text for each job of a matrix. */
  readonly matrix: string;
  /** About inputs that have no effect. */
  readonly warnings: readonly string[];
}

/** What an action is given that deploys a spec, besides credentials. */
export interface SpecInputs extends AccessInputs {
  readonly spec: string;
  /** Empty if the commit decides. */
  readonly imageVersion: string;
  /** Empty if the spec decides. */
  readonly containers: readonly string[];
  readonly strict: boolean;
  readonly checkImage: boolean;
  readonly dryRun: boolean;
  readonly wait: boolean;
  readonly githubToken: string;
}

/** What every action is given, besides credentials. */
export interface AccessInputs {
  readonly endpoint: Endpoint;
  readonly waitTimeoutMs: number;
}

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

/** @throws UserError that names the input, its value and what would be right */
export function parseInputs(environment: Environment): Inputs {
  const read = inputReader(environment, inputNames);
  const clientToken = read.expanded('client-token');
  const inputs = parseSpecInputs(read);
  const onFailure = parseOnFailure(read.text('on-failure'), clientToken);
  return {
    ...inputs,
    credentials: inputs.dryRun ? undefined : parseCredentials(environment),
    clientToken: clientToken === '' ? undefined : parseClientToken(clientToken),
    onFailure,
    matrix: parseMatrix(read.text('matrix')),
    warnings:
      onFailure === 'delete' && !inputs.wait
        ? ['Input on-failure: delete has no effect without wait: true.']
        : [],
  };
}

/** @throws UserError */
export function parseSpecInputs(read: InputReader<(typeof specInputNames)[number]>): SpecInputs {
  const dryRun = read.boolean('dry-run');
  return {
    ...parseAccess(read),
    dryRun,
    spec: read.required('spec'),
    imageVersion: read.expanded('image-version'),
    containers: read.list('containers'),
    strict: read.boolean('strict'),
    checkImage: read.boolean('check-image'),
    wait: read.boolean('wait'),
    githubToken: read.text('github-token'),
  };
}

/** @throws UserError, also if `summary` is no boolean, which is read once more where it counts */
export function parseAccess(
  read: Pick<InputReader<(typeof accessInputNames)[number]>, 'required' | 'boolean' | 'durationMs'>,
): AccessInputs {
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
