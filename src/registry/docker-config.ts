import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../context.ts';
import { parseFields, textOf, toFields, type Fields } from '../json.ts';
import { readSmallFile } from '../small-file.ts';
import { quoted } from '../text.ts';
import type { Registry } from './image-name.ts';

export type Login =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** Docker could use it, this action can't. `place` completes "the login is in …". */
  | { readonly kind: 'out of reach'; readonly place: string };

/** What docker/login-action and `docker login` leave behind. */
export interface DockerConfig {
  /** By the registry's host, or an address on it, best first. */
  readonly logins: readonly (readonly [key: string, login: Login])[];
  /** For registries that have no login of their own. */
  readonly fallback: Login | undefined;
}

const maxBytes = 1024 ** 2;

/** From `$DOCKER_CONFIG/config.json` or `~/.docker/config.json`; it has no logins if it can't be read. */
export function readDockerConfig(environment: Environment): DockerConfig {
  const { DOCKER_CONFIG: folder = '' } = environment;
  const file = join(folder || join(homedir(), '.docker'), 'config.json');
  return parseDockerConfig(readSmallFile(file, maxBytes) ?? '{}');
}

/**
 * Entries of an unknown form are left out.
 * @see https://github.com/docker/cli/blob/master/cli/config/configfile/file.go
 */
export function parseDockerConfig(text: string): DockerConfig {
  const config = parseFields(text);
  if (config === undefined) return { logins: [], fallback: outOfReach('a file that is not JSON') };
  const fallback = inHelper(config['credsStore']);
  const helpers = Object.entries(toFields(config['credHelpers']) ?? {});
  const entries = Object.entries(toFields(config['auths']) ?? {});
  const found = [
    ...helpers.map(([key, name]) => [key, inHelper(name)] as const),
    ...entries.map(([key, value]) => [key, loginOf(toFields(value) ?? {}) ?? fallback] as const),
  ];
  const logins = found.flatMap(([key, login]) =>
    login === undefined ? [] : [[key, login] as const],
  );
  return { logins, fallback };
}

/** Undefined if the configuration does not name the registry. As in docker, a key counts before the host in it. */
export function loginFor({ loginKeys }: Registry, { logins }: DockerConfig): Login | undefined {
  const [, login] =
    logins.find(([key]) => loginKeys.includes(key)) ??
    logins.find(([key]) => loginKeys.includes(hostOf(key))) ??
    [];
  return login;
}

/** `https://ghcr.io/v1/` and `ghcr.io/v2/` are `ghcr.io`. */
function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, '').replace(/\/.*$/s, '');
}

function outOfReach(place: string): Login {
  return { kind: 'out of reach', place };
}

/** A program that docker would ask. It is not run: it may wait for somebody at a keyboard. */
function inHelper(name: unknown): Login | undefined {
  const helper = textOf(name);
  return helper === ''
    ? undefined
    : outOfReach(`the credential helper ${quoted(helper)}, which is not run`);
}

function loginOf(entry: Fields): Login | undefined {
  const token = textOf(entry['identitytoken']) + textOf(entry['registrytoken']);
  if (token !== '') return outOfReach('a token, which is not supported');
  const both = Buffer.from(textOf(entry['auth']), 'base64').toString('utf8');
  const [, username = textOf(entry['username']), password = textOf(entry['password'])] =
    /^([^:]*):(.*)$/s.exec(both) ?? [];
  return username === '' || password === '' ? undefined : { kind: 'password', username, password };
}
