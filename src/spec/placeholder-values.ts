import type { Environment, Run } from '../context.ts';
import { closest } from '../edit-distance.ts';
import { printable } from '../text.ts';
import { describe, type Description } from './messages.ts';
import type { Range } from './tree.ts';

export interface PlaceholderValues {
  readonly imageVersion: string;
  readonly run: Run;
  /**
   * The step's, from which `env.NAME` and `secrets.NAME` are both read. Undefined outside of a workflow,
   * where such a value is not known.
   */
  readonly environment: Environment | undefined;
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
}

export function valueOf(
  { name, isClosed }: Placeholder,
  values: PlaceholderValues,
): PlaceholderValue {
  if (!isClosed) return unknown(describe('unclosed-placeholder'));
  if (
    /^(?:github\.event|vars|matrix|steps|needs|inputs|strategy|runner|job)\.[\w.*-]+$/.test(name)
  ) {
    const variable = (name.split('.').at(-1) ?? '').toUpperCase().replace(/\W/g, '_');
    return unknown(describe('unavailable-context', printable(name, 80), variable));
  }
  const [, context, key = ''] = /^(\w+)\.(\w+)$/.exec(name) ?? [];
  switch (context) {
    case undefined:
      return unknown(describe('invalid-placeholder', printable(name, 80)));
    case 'github':
      return runValue(key, name, values.run);
    case 'env':
      return variableValue(key, name, values);
    case 'secrets':
      return secretValue(key, name, values);
    default:
      return name === 'image.version' ? { text: values.imageVersion } : unknownName(name);
  }
}

function runValue(key: string, name: string, run: Run): PlaceholderValue {
  if (key === 'run_attempt') return unknown(describe('run-attempt'));
  const field = Object.entries(githubNames).find(([known]) => known === key)?.[1];
  if (field === undefined) return unknownName(name);
  return run[field] === '' ? unknown(describe('empty-context', name)) : { text: run[field] };
}

function variableValue(
  key: string,
  name: string,
  { environment }: PlaceholderValues,
): PlaceholderValue {
  if (isReserved(key)) return unknown(describe('reserved-variable', name));
  if (mayHoldCredentials(key)) return unknown(describe('credential-variable', name, key, 'name'));
  if (environment === undefined) return unknown(describe('workflow-variable'));
  const text = Object.hasOwn(environment, key) ? environment[key] : undefined;
  if (text === undefined) return unknown(describe('unset-variable', name, key));
  return looksLikeCredentials(text)
    ? unknown(describe('credential-variable', name, key, 'value'))
    : { text };
}

function secretValue(
  key: string,
  name: string,
  { environment, dryRun }: PlaceholderValues,
): PlaceholderValue {
  if (isReserved(key)) return unknown(describe('reserved-variable', name));
  if (environment === undefined) return unknown(describe('workflow-secret'));
  const text = Object.hasOwn(environment, key) ? environment[key] : undefined;
  if (text !== undefined && text !== '') return { text, isSecret: true };
  const description =
    text === undefined ? describe('unset-secret', name, key) : describe('empty-secret', name);
  if (!dryRun) return unknown(description);
  return { text: '***', description: { ...description, severity: 'warning' } };
}

function unknownName(name: string): PlaceholderValue {
  const known = Object.keys(githubNames);
  const suggestion = closest(name, ['image.version', ...known.map((key) => `github.${key}`)]);
  return unknown(describe('unknown-placeholder', printable(name, 80), suggestion, known));
}

function unknown(description: Description): PlaceholderValue {
  return { text: '', description };
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
