import type { Environment, Run } from '../context.ts';
import { closest } from '../edit-distance.ts';
import { printable } from '../text.ts';
import { describe, type Description } from './messages.ts';
import type { Severity } from './problem.ts';
import type { Range } from './tree.ts';

export interface PlaceholderValues {
  readonly imageVersion: string;
  readonly run: Run;
  /** The step's environment: `env.NAME` and `secrets.NAME` are both read from it. */
  readonly environment: Environment;
  /** A dry run continues without secrets that it does not have, as on a pull request from a fork. */
  readonly dryRun: boolean;
}

export interface Placeholder {
  /** What stands between the braces, trimmed. */
  readonly name: string;
  readonly isClosed: boolean;
  /** In the text that it was found in. */
  readonly range: Range;
}

/** What a placeholder stands for; a text that is not known is empty, and has a description of why. */
export interface PlaceholderValue {
  readonly text: string;
  readonly isSecret?: true;
  readonly description?: Description;
  readonly severity?: Severity;
}

export function valueOf(
  { name, isClosed }: Placeholder,
  values: PlaceholderValues,
): PlaceholderValue {
  if (!isClosed) return failure(describe('unclosed-placeholder'));
  const [, context, key] = /^(\w+)\.(\w+)$/.exec(name) ?? [];
  const [, foreign] =
    /^(github\.event|vars|matrix|steps|needs|inputs|strategy|runner|job)\.[\w.*-]+$/.exec(name) ??
    [];
  if (foreign !== undefined) {
    const variable = (name.split('.').at(-1) ?? '').toUpperCase().replace(/\W/g, '_');
    return failure(describe('unavailable-context', { name: printable(name, 80), variable }));
  }
  if (context === undefined || key === undefined) {
    return failure(describe('invalid-placeholder', { name: printable(name, 80) }));
  }
  switch (context) {
    case 'image':
      return key === 'version' ? { text: values.imageVersion } : unknownName(name);
    case 'github':
      return resolveGithub(key, name, values.run);
    case 'env':
      return resolveEnvironment(key, name, values.environment);
    case 'secrets':
      return resolveSecret(key, name, values);
    default:
      return unknownName(name);
  }
}

function resolveGithub(key: string, name: string, run: Run): PlaceholderValue {
  if (key === 'run_attempt') return failure(describe('run-attempt'));
  const field = Object.entries(githubNames).find(([known]) => known === key)?.[1];
  if (field === undefined) return unknownName(name);
  return run[field] === '' ? failure(describe('empty-context', { name })) : { text: run[field] };
}

function resolveEnvironment(key: string, name: string, environment: Environment): PlaceholderValue {
  if (isReserved(key)) return failure(describe('reserved-variable', { name }));
  if (mayHoldCredentials(key)) {
    return failure(describe('credential-variable', { name, key, by: 'name' }));
  }
  const text = Object.hasOwn(environment, key) ? environment[key] : undefined;
  if (text === undefined) return failure(describe('unset-variable', { name, key }));
  return looksLikeCredentials(text)
    ? failure(describe('credential-variable', { name, key, by: 'value' }))
    : { text };
}

function resolveSecret(key: string, name: string, values: PlaceholderValues): PlaceholderValue {
  if (isReserved(key)) return failure(describe('reserved-variable', { name }));
  const text = Object.hasOwn(values.environment, key) ? (values.environment[key] ?? '') : undefined;
  if (text !== undefined && text !== '') return { text, isSecret: true };
  const isDryRun = values.dryRun;
  const code = text === undefined ? 'unset-secret' : 'empty-secret';
  const description = describe(code, { name, key, isDryRun });
  return isDryRun ? { text: '***', description, severity: 'warning' } : failure(description);
}

function unknownName(name: string): PlaceholderValue {
  const known = Object.keys(githubNames);
  const names = ['image.version', ...known.map((key) => `github.${key}`)];
  const suggestion = closest(name, names);
  return failure(describe('unknown-placeholder', { name: printable(name, 80), suggestion, known }));
}

/** The names as GitHub's own `github` context has them. */
const githubNames = {
  sha: 'sha',
  ref: 'ref',
  ref_name: 'refName',
  ref_type: 'refType',
  repository: 'repository',
  repository_owner: 'repositoryOwner',
  run_id: 'runId',
  run_number: 'runNumber',
  actor: 'actor',
  workflow: 'workflow',
  job: 'job',
  event_name: 'eventName',
  server_url: 'serverUrl',
} as const;

function failure(description: Description): PlaceholderValue {
  return { text: '', description };
}

/** The runner's own names, and those that credentials are read from: a pull request can change a spec. */
function isReserved(key: string): boolean {
  return /^(?:BCE_|BAIDUCLOUD_|INPUT_|ACTIONS_|RUNNER_)|^GITHUB_TOKEN$/i.test(key);
}

const words =
  'TOKENS? SECRETS? PASSWORDS? PASSWD PASSPHRASE PASS PAT CREDENTIALS? CREDS AUTH DSN APIKEY API_KEY ACCESS_KEY ACCESS_KEY_ID SECRET_KEY PRIVATE_KEY SIGNING_KEY ENCRYPTION_KEY SSH_KEY DEPLOY_KEY CONNECTION_STRING';
const stages = 'PROD|PRODUCTION|DEV|DEVELOPMENT|STAGING|STAGE|TEST|QA|UAT|LIVE';

/** Of names in capitals, with an underscore between their words. */
const conventions: readonly RegExp[] = [
  new RegExp(`(?:^|_)(?:${words.replaceAll(' ', '|')})(?:_?[0-9]+)?(?:_(?:${stages}))?$`),
  /(?:GITHUB|GITLAB|NPM|PG|DB|MYSQL|REDIS|MONGO|SSH)(?:TOKEN|PASSWORD|PASS|SECRET)$|_PWD$|^PG?PASSFILE$/,
  /^(?:AWS|AZURE|ARM|GOOGLE|GCP|GH|NPM|NODE|DOCKER|VAULT|SSH|TWINE|CARGO)_.*(?:TOKEN|SECRET|KEY|PASSWORD|CREDENTIAL)/,
  /^(?:HTTPS?|ALL|FTP)_PROXY$|_PROXY_(?:URL|AUTH)$|^KUBECONFIG$|^DOCKER_AUTH_CONFIG$/,
  /(?:^|_)(?:DATABASE|DB|REDIS|MONGO|MONGODB|POSTGRES|MYSQL|AMQP)_UR[LI]$/,
];

/** Names that hold credentials by convention, such as `NPM_TOKEN`, `dbPassword` or `HTTPS_PROXY`. */
export function mayHoldCredentials(key: string): boolean {
  const name = key.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
  return conventions.some((pattern) => pattern.test(name));
}

/** An address with a password, a private key, a token of GitHub's, a JSON Web Token. */
export function looksLikeCredentials(text: string): boolean {
  return /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@]{0,200}:[^\s/@]{1,500}@|-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----|\b(?:gh[pousr]|github_pat)_\w{20}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./.test(
    text,
  );
}
