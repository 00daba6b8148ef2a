import type { Credentials } from '../api/client.ts';
import { UserError } from '../errors.ts';
import { parseEndpoint, type Endpoint } from '../http/connection.ts';
import type { Environment } from '../context.ts';
import type { OnFailure } from '../service/rollout.ts';
import { quoted } from '../text.ts';
import { parseClientToken, parseMatrix } from './client-token.ts';
import { parseCredentials } from './credentials.ts';
import { inputReader } from './input-names.ts';

/** All that the step was given, checked. */
export interface Inputs {
  readonly spec: string;
  /** Empty if the commit decides. */
  readonly imageVersion: string;
  /** Empty if the spec decides. */
  readonly containers: readonly string[];
  /** Undefined in a dry run only, which needs none. */
  readonly credentials: Credentials | undefined;
  readonly endpoint: Endpoint;
  /** Undefined if the run decides. */
  readonly clientToken: string | undefined;
  readonly strict: boolean;
  readonly checkImage: boolean;
  readonly dryRun: boolean;
  readonly wait: boolean;
  readonly waitTimeoutMs: number;
  readonly onFailure: OnFailure;
  readonly githubToken: string;
  /** One text for each leg of a matrix. */
  readonly matrix: string;
  /** About inputs that have no effect. */
  readonly warnings: readonly string[];
}

/** The names in action.yml, which has the defaults too. */
export const inputNames = [
  'spec',
  'image-version',
  'containers',
  'access-key-id',
  'secret-access-key',
  'session-token',
  'endpoint',
  'client-token',
  'strict',
  'check-image',
  'dry-run',
  'wait',
  'wait-timeout',
  'on-failure',
  'summary',
  'github-token',
  'matrix',
] as const;

/** @throws UserError that names the input, its value and what would be right */
export function parseInputs(environment: Environment): Inputs {
  const text = inputReader(environment, inputNames);
  const dryRun = parseBoolean('dry-run', text('dry-run'));
  const clientToken = text('client-token');
  const wait = parseBoolean('wait', text('wait'));
  const onFailure = parseOnFailure(text('on-failure'), clientToken);
  return {
    spec: required('spec', text('spec')),
    imageVersion: text('image-version'),
    containers: parseList(text('containers')),
    credentials: dryRun ? undefined : parseCredentials(environment),
    endpoint: parseEndpoint(required('endpoint', text('endpoint'))),
    clientToken: clientToken === '' ? undefined : parseClientToken(clientToken),
    strict: parseBoolean('strict', text('strict')),
    checkImage: parseBoolean('check-image', text('check-image')),
    dryRun,
    wait,
    waitTimeoutMs: parseDuration('wait-timeout', required('wait-timeout', text('wait-timeout'))),
    onFailure,
    githubToken: text('github-token'),
    matrix: parseMatrix(text('matrix')),
    warnings:
      onFailure === 'delete' && !wait
        ? ['Input on-failure: delete has no effect without wait: true.']
        : [],
  };
}

/** YAML 1.2's booleans, as GitHub's own toolkit takes them. */
export function parseBoolean(name: string, text: string): boolean {
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  throw new UserError(
    text === ''
      ? `Input ${name} is empty. Set it to true or false, or leave it out.`
      : `Input ${name} is ${quoted(text)}; it must be true or false.`,
  );
}

/** `90s`, `10m` or `1h` as milliseconds; at most six hours, which is as long as a job may take. */
export function parseDuration(name: string, text: string): number {
  const [, digits = '', unit = ''] = /^([1-9][0-9]{0,5})([smh])$/.exec(text) ?? [];
  const durationMs = Number(digits) * (unitsMs[unit] ?? NaN);
  if (durationMs <= 6 * 3_600_000) return durationMs;
  throw new UserError(
    `Input ${name} is ${quoted(text)}; it must be a duration of at most 6h, such as 90s, 10m or 1h.`,
  );
}

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** With a token of the user's own, the service may belong to another run, which is not this one's to delete. */
function parseOnFailure(text: string, clientToken: string): OnFailure {
  if (text !== 'keep' && text !== 'delete') {
    throw new UserError(`Input on-failure is ${quoted(text)}; it must be keep or delete.`);
  }
  if (text === 'delete' && clientToken !== '') {
    throw new UserError(
      'Inputs on-failure: delete and client-token exclude each other: with a token of your own, the service may belong to another run. Remove one of them.',
    );
  }
  return text;
}

/** A whole number from 1 on. */
export function parseCount(name: string, text: string): number {
  if (/^[1-9][0-9]{0,5}$/.test(text)) return Number(text);
  throw new UserError(`Input ${name} is ${quoted(text)}; it must be a whole number from 1 on.`);
}

/** One entry a line; blank lines don't count. */
export function parseList(text: string): readonly string[] {
  return text
    .split(/\r\n|[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function required(name: string, text: string): string {
  if (text !== '') return text;
  throw new UserError(`Input ${name} is empty. Leave it out to use its default.`);
}
