import { UserError } from '../errors.ts';
import type { Environment } from '../context.ts';
import { listed } from '../text.ts';
import type { ClientOptions, Credentials } from '../api/client.ts';

/** The variables of a source: access key id, secret access key and session token. */
type Source = readonly [string, string, string];

/** In this order: the inputs, the names of Baidu's command line, those of its Terraform provider. */
const sources: readonly Source[] = [
  ['INPUT_ACCESS-KEY-ID', 'INPUT_SECRET-ACCESS-KEY', 'INPUT_SESSION-TOKEN'],
  ['BCE_ACCESS_KEY_ID', 'BCE_SECRET_ACCESS_KEY', 'BCE_SECURITY_TOKEN'],
  ['BAIDUCLOUD_ACCESS_KEY', 'BAIDUCLOUD_SECRET_KEY', 'BAIDUCLOUD_SESSION_TOKEN'],
];

/** What BEC is called with. */
export type Access = Pick<ClientOptions, 'endpoint' | 'credentials'>;

/** Everything in these places that may be secret, used or not: to be masked before anything else happens. */
export function credentialTexts(environment: Environment): readonly string[] {
  return sources
    .flat()
    .map((name) => valueOf(environment, name))
    .filter((text) => text !== '');
}

/**
 * The first source that has any part, as a whole: parts of two key pairs are never mixed.
 * @throws UserError if there is none, or if it is incomplete
 */
export function parseCredentials(environment: Environment): Credentials {
  const source = usedSource(environment);
  if (source === undefined) throw new UserError(missingText);
  const [accessKeyId, secretAccessKey, sessionToken] = source;
  const isSet = (name: string): boolean => valueOf(environment, name) !== '';
  const missing = [accessKeyId, secretAccessKey].filter((name) => !isSet(name));
  if (missing.length > 0) {
    const present = source.filter(isSet);
    throw new UserError(
      `The credentials are incomplete: they have ${listed(present.map(nameOf))}, but not ${listed(missing.map(nameOf), 'or')}. All parts must come from one source: the inputs, BCE_*, or BAIDUCLOUD_*. ${undefinedText} ${forkText}`,
    );
  }
  return {
    accessKeyId: headerText(environment, accessKeyId),
    secretAccessKey: headerText(environment, secretAccessKey),
    sessionToken: isSet(sessionToken) ? headerText(environment, sessionToken) : undefined,
  };
}

/** Names the session tokens that seem to belong to the keys, and come from another source. */
export function unusedTokenWarnings(environment: Environment): readonly string[] {
  const [usedId = '', , usedToken = ''] = usedSource(environment) ?? [];
  const of = (name: string): string => valueOf(environment, name);
  if (of(usedToken) !== '') return [];
  return sources
    .filter(([id, , token]) => of(token) !== '' && ['', of(usedId)].includes(of(id)))
    .map(
      ([, , token]) =>
        `${nameOf(token)} is not sent, since the keys come from another source. If they are temporary keys, set ${nameOf(usedToken)} to it.`,
    );
}

function usedSource(environment: Environment): Source | undefined {
  return sources.find((names) => names.some((name) => valueOf(environment, name) !== ''));
}

function valueOf(environment: Environment, name: string): string {
  return (environment[name] ?? '').trim();
}

/** A key goes into a header, or signs one; a line break in it is a mistake in copying. */
function headerText(environment: Environment, name: string): string {
  const value = valueOf(environment, name);
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new UserError(
    `${nameOf(name)} contains a space, a line break or a non-ASCII character, which no key has. Copy it again.`,
  );
}

function nameOf(name: string): string {
  return name.startsWith('INPUT_') ? `input ${name.slice('INPUT_'.length).toLowerCase()}` : name;
}

const forkText =
  'Pull requests from forks get no secrets: use dry-run: true for them, which needs no credentials.';

/** What `${{ secrets.NAME }}` gives that is not defined. */
const undefinedText =
  "If they are set from secrets, check that the secrets are defined in this repository, or in the environment that the job's environment names.";

const missingText = `There are no credentials. The inputs access-key-id and secret-access-key are empty, and so are BCE_ACCESS_KEY_ID and BCE_SECRET_ACCESS_KEY in env. ${undefinedText} ${forkText}`;
