import { getInput } from '@actions/core';
import { parseClientToken, parseMatrix } from './client-token.ts';
import { credentialTexts, parseCredentials } from './credentials.ts';
import { parseEndpoint, type Endpoint } from '../http/connection.ts';
import { UserError } from '../errors.ts';
import { maskSecret } from './report.ts';
import type { OnFailure } from '../service/rollout.ts';
import { parseRun, type Environment, type Run } from '../context.ts';
import { quoted } from '../text.ts';
import type { Credentials } from '../api/client.ts';

/** All that the step was given, checked. */
export interface Inputs {
  readonly spec: string;
  /** Empty where the commit decides. */
  readonly imageVersion: string;
  /** Empty where the spec decides. */
  readonly containers: readonly string[];
  /** Undefined in a dry run only, which needs none. */
  readonly credentials: Credentials | undefined;
  readonly endpoint: Endpoint;
  /** Undefined where the run decides. */
  readonly clientToken: string | undefined;
  readonly strict: boolean;
  readonly dryRun: boolean;
  readonly wait: boolean;
  readonly waitTimeoutMs: number;
  readonly onFailure: OnFailure;
  /** The runner's file for the summary; empty where none is wanted, or the runner has no place for it. */
  readonly summaryFile: string;
  readonly githubToken: string;
  /** One text for each leg of a matrix. */
  readonly matrix: string;
  readonly run: Run;
  readonly environment: Environment;
}

/** Masks what is secret first: an error about one input may come before another is looked at. */
export function readInputs(): Inputs {
  const environment: Environment = process.env;
  const githubToken = getInput('github-token');
  const secrets = [...credentialTexts(environment), githubToken, ...proxyPasswords(environment)];
  for (const text of secrets) maskSecret(text);
  const dryRun = parseBoolean('dry-run', getInput('dry-run'));
  const clientToken = getInput('client-token');
  const summaryFile = environment['GITHUB_STEP_SUMMARY'] ?? '';
  return {
    spec: required('spec', getInput('spec')),
    imageVersion: getInput('image-version'),
    containers: parseList(getInput('containers')),
    credentials: dryRun ? undefined : parseCredentials(environment),
    endpoint: parseEndpoint(required('endpoint', getInput('endpoint'))),
    clientToken: clientToken === '' ? undefined : parseClientToken(clientToken),
    strict: parseBoolean('strict', getInput('strict')),
    dryRun,
    wait: parseBoolean('wait', getInput('wait')),
    waitTimeoutMs: parseDuration('wait-timeout', getInput('wait-timeout')),
    onFailure: parseOnFailure(getInput('on-failure'), clientToken),
    summaryFile: parseBoolean('summary', getInput('summary')) ? summaryFile : '',
    githubToken,
    matrix: parseMatrix(getInput('matrix')),
    run: parseRun(environment),
    environment,
  };
}

/** YAML 1.2's booleans, as GitHub's own toolkit takes them. */
export function parseBoolean(name: string, text: string): boolean {
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  throw new UserError(`Input ${name} is ${quoted(text)}; it takes true or false.`);
}

/** `90s`, `10m` or `1h` as milliseconds; at most six hours, which is as long as a job may take. */
export function parseDuration(name: string, text: string): number {
  const [, digits = '', unit = ''] = /^([1-9][0-9]{0,5})([smh])$/.exec(text) ?? [];
  const durationMs = Number(digits) * (unitsMs[unit] ?? NaN);
  if (durationMs <= 6 * 3_600_000) return durationMs;
  throw new UserError(
    `Input ${name} is ${quoted(text)}; it takes a duration of at most 6h, such as 90s, 10m or 1h.`,
  );
}

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** A token of the user's own may belong to a service of another run, which is not this one's to delete. */
function parseOnFailure(text: string, clientToken: string): OnFailure {
  if (text !== 'keep' && text !== 'delete') {
    throw new UserError(`Input on-failure is ${quoted(text)}; it takes keep or delete.`);
  }
  if (text === 'delete' && clientToken !== '') {
    throw new UserError(
      'Inputs on-failure: delete and client-token do not go together: with a token of your own, the service may be one of another run. Leave one of them out.',
    );
  }
  return text;
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
  throw new UserError(`Input ${name} is empty. Leave it out to get its default.`);
}

/** `HTTPS_PROXY=http://user:password@proxy:3128`: as it is written there, and as it is meant. */
function proxyPasswords(environment: Environment): readonly string[] {
  return ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].flatMap((name) => {
    const [, password] = /^[a-z]+:\/\/[^/@]*?:([^/]*)@/i.exec(environment[name] ?? '') ?? [];
    if (password === undefined || password === '') return [];
    try {
      return [password, decodeURIComponent(password)];
    } catch {
      return [password];
    }
  });
}
