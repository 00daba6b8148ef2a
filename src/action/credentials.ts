import { UserError } from '../errors.ts';
import type { Environment } from '../context.ts';
import { listed } from '../text.ts';
import type { Credentials } from '../api/client.ts';

/** The names of one key pair's parts, in one of the places where it may be. */
interface Source {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** In this order: the inputs, the names of Baidu's command line, those of its Terraform provider. */
const sources: readonly Source[] = [
  {
    accessKeyId: 'INPUT_ACCESS-KEY-ID',
    secretAccessKey: 'INPUT_SECRET-ACCESS-KEY',
    sessionToken: 'INPUT_SESSION-TOKEN',
  },
  {
    accessKeyId: 'BCE_ACCESS_KEY_ID',
    secretAccessKey: 'BCE_SECRET_ACCESS_KEY',
    sessionToken: 'BCE_SECURITY_TOKEN',
  },
  {
    accessKeyId: 'BAIDUCLOUD_ACCESS_KEY',
    secretAccessKey: 'BAIDUCLOUD_SECRET_KEY',
    sessionToken: 'BAIDUCLOUD_SESSION_TOKEN',
  },
];

/** All that may be secret in these places, used or not: to be masked before anything else happens. */
export function credentialTexts(environment: Environment): readonly string[] {
  return sources
    .flatMap((source) => [source.accessKeyId, source.secretAccessKey, source.sessionToken])
    .flatMap((name) => [environment[name] ?? '', (environment[name] ?? '').trim()])
    .filter((text) => text.trim() !== '');
}

/**
 * The first source that has anything, whole: parts of two key pairs never mix.
 * @throws UserError where there is none, or where it is incomplete
 */
export function parseCredentials(environment: Environment): Credentials {
  const valueOf = (name: string): string => (environment[name] ?? '').trim();
  const source = sources.find(({ accessKeyId, secretAccessKey, sessionToken }) =>
    [accessKeyId, secretAccessKey, sessionToken].some((name) => valueOf(name) !== ''),
  );
  if (source === undefined) throw new UserError(missingText);
  const missing = [source.accessKeyId, source.secretAccessKey].filter(
    (name) => valueOf(name) === '',
  );
  if (missing.length > 0) {
    const { accessKeyId, secretAccessKey, sessionToken } = source;
    const present = [accessKeyId, secretAccessKey, sessionToken].filter(
      (name) => valueOf(name) !== '',
    );
    throw new UserError(
      `The credentials are incomplete: ${listed(present.map(shownName))} ${verb(present)} set, but ${listed(missing.map(shownName))} ${verb(missing)} empty. All parts come from one place: the inputs, BCE_*, or BAIDUCLOUD_*. ${forkText}`,
    );
  }
  const sessionToken = valueOf(source.sessionToken);
  return {
    accessKeyId: headerText(source.accessKeyId, valueOf(source.accessKeyId)),
    secretAccessKey: headerText(source.secretAccessKey, valueOf(source.secretAccessKey)),
    ...(sessionToken !== '' && { sessionToken: headerText(source.sessionToken, sessionToken) }),
  };
}

/** They go into a header, or make what goes there; a line break in one is a copy gone wrong. */
function headerText(name: string, value: string): string {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new UserError(
    `There is a space, a line break or a character outside ASCII in ${shownName(name)}, which no key has: copy it anew.`,
  );
}

function shownName(name: string): string {
  return name.startsWith('INPUT_') ? `input ${name.slice('INPUT_'.length).toLowerCase()}` : name;
}

function verb(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}

const forkText =
  'Runs for pull requests from forks get no secrets; there, use dry-run: true, which needs none.';

const missingText = `There are no credentials. Set the inputs access-key-id and secret-access-key from secrets, or BCE_ACCESS_KEY_ID and BCE_SECRET_ACCESS_KEY in env. ${forkText}`;
