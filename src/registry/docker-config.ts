import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../context.ts';
import { parseFields, textOf, toFields, type Fields } from '../json.ts';
import type { Registry } from './image-name.ts';

export type Login =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** A refresh token, exchanged at the token endpoint. */
  | { readonly kind: 'identity-token'; readonly token: string };

/** What docker/login-action and `docker login` leave behind. */
export interface DockerConfig {
  readonly logins: ReadonlyMap<string, Login>;
  /** Every text in it that must never be printed. */
  readonly secrets: readonly string[];
  /** Programs that hold logins, by registry; under the empty key the one for all others. */
  readonly helpers: ReadonlyMap<string, string>;
}

const maxBytes = 1024 ** 2;

/**
 * The text of docker's configuration, `$DOCKER_CONFIG/config.json` or `~/.docker/config.json`; undefined
 * if there is none that can be read, or it is over 1 MiB.
 */
export async function readDockerConfig(environment: Environment): Promise<string | undefined> {
  const folder = environment['DOCKER_CONFIG'] ?? '';
  const path = join(folder === '' ? join(homedir(), '.docker') : folder, 'config.json');
  try {
    const stats = await stat(path);
    return stats.isFile() && stats.size <= maxBytes ? await readFile(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Undefined if the text is not a JSON object; entries of an unknown form are left out.
 * @see https://github.com/docker/cli/blob/master/cli/config/configfile/file.go
 */
export function parseDockerConfig(text: string): DockerConfig | undefined {
  const config = parseFields(text);
  if (config === undefined) return undefined;
  const entries = Object.entries(toFields(config['auths']) ?? {}).map(
    ([key, value]) => [key, toFields(value) ?? {}] as const,
  );
  const helpers = Object.entries(toFields(config['credHelpers']) ?? {});
  return {
    logins: new Map(
      entries.flatMap(([key, entry]) => {
        const login = loginOf(entry);
        return login === undefined ? [] : [[withoutScheme(key), login]];
      }),
    ),
    secrets: entries.flatMap(([, entry]) => secretsOf(entry)),
    helpers: new Map(
      [...helpers, ['', config['credsStore']] as const]
        .map(([key, name]) => [key, textOf(name)] as const)
        .filter(([, name]) => name !== ''),
    ),
  };
}

export function loginFor(config: DockerConfig, registry: Registry): Login | undefined {
  return registry.loginKeys
    .map((key) => config.logins.get(withoutScheme(key)))
    .find((login) => login !== undefined);
}

/** The program that docker would ask for the registry's login. It is not run here. */
export function helperFor({ helpers }: DockerConfig, registry: Registry): string | undefined {
  const own = registry.loginKeys.map((key) => helpers.get(key)).find((name) => name !== undefined);
  return own ?? helpers.get('');
}

/** Older versions of docker wrote `https://ghcr.io/v1/` for `ghcr.io`. */
function withoutScheme(key: string): string {
  return /^https?:\/\/([^/]+)/.exec(key)?.[1] ?? key;
}

function loginOf(entry: Fields): Login | undefined {
  const identityToken = textOf(entry['identitytoken']);
  if (identityToken !== '') return { kind: 'identity-token', token: identityToken };
  const [username, password] = userAndPassword(entry);
  return username === '' || password === '' ? undefined : { kind: 'password', username, password };
}

function userAndPassword(entry: Fields): readonly [username: string, password: string] {
  const decoded = Buffer.from(textOf(entry['auth']), 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon === -1
    ? [textOf(entry['username']), textOf(entry['password'])]
    : [decoded.slice(0, colon), decoded.slice(colon + 1)];
}

function secretsOf(entry: Fields): readonly string[] {
  return [
    textOf(entry['auth']),
    textOf(entry['password']),
    userAndPassword(entry)[1],
    textOf(entry['identitytoken']),
    textOf(entry['registrytoken']),
  ].filter((secret) => secret !== '');
}
