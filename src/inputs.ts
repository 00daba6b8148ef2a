import { getInput } from '@actions/core';
import { parseClientToken, parseMatrix } from './client-token.ts';
import { credentialTexts, parseCredentials } from './credentials.ts';
import { parseEndpoint, type Endpoint } from './endpoint.ts';
import { UserError } from './errors.ts';
import { maskSecret } from './report.ts';
import { parseRun, type Environment, type Run } from './run.ts';
import { quoted } from './shown.ts';
import type { Credentials } from './signer.ts';

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
  /** One text for each leg of a matrix. */
  readonly matrix: string;
  readonly run: Run;
  readonly environment: Environment;
}

/** Masks what is secret first: an error about one input may come before another is looked at. */
export function readInputs(): Inputs {
  const environment: Environment = process.env;
  for (const text of [...credentialTexts(environment), ...proxyPasswords(environment)]) {
    maskSecret(text);
  }
  const dryRun = parseBoolean('dry-run', getInput('dry-run'));
  const clientToken = getInput('client-token');
  return {
    spec: required('spec', getInput('spec')),
    imageVersion: getInput('image-version'),
    containers: parseList(getInput('containers')),
    credentials: dryRun ? undefined : parseCredentials(environment),
    endpoint: parseEndpoint(required('endpoint', getInput('endpoint'))),
    clientToken: clientToken === '' ? undefined : parseClientToken(clientToken),
    strict: parseBoolean('strict', getInput('strict')),
    dryRun,
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
