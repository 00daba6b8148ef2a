import { toEndpoint, type HttpRequest, type HttpResponse } from '../http/connection.ts';
import { statusText } from '../http/retry.ts';
import { listOf, parseFields, textOf } from '../json.ts';
import type { Login } from './docker-config.ts';
import type { ImageName } from './image-name.ts';
import { AccessDenied, RegistryError, type Session } from './session.ts';
import { parseTokenRealm } from './token-realm.ts';

export interface RepositoryOptions extends ImageName {
  readonly version: string;
  /** Undefined if docker's configuration has none for the registry. */
  readonly login: Login | undefined;
}

/** One repository of a registry, logged in to as far as that is needed and possible. */
export type Repository = Readonly<ReturnType<typeof openRepository>>;

export function openRepository(options: RepositoryOptions, session: Session) {
  const { registry, repository, login } = options;
  const { endpoint, name } = registry;
  let authorization: string | undefined;
  return {
    /** Of the registry, as people write it. */
    name,
    path: `/v2/${repository}`,
    /** @throws RegistryError if there is no response, or no access */
    send: async (method: HttpRequest['method'], target: string, accept: string) => {
      const attempt = (): Promise<HttpResponse> => {
        const headers = { accept, ...(authorization !== undefined && { authorization }) };
        return session.send(endpoint, { method, target, headers });
      };
      const response = await attempt();
      const { status } = response;
      if (status === 401) authorization = await authorize(response, options, session);
      // Some don't ask for a login, and hide from strangers what they have.
      else if (status !== 403 && status !== 404) return response;
      else if (authorization !== undefined || login?.kind !== 'password') return response;
      else authorization = basicAuthorization(options, session);
      return attempt();
    },
    /** Why the response to the last request leaves it open. @param subject what was asked for */
    problemWith: (response: HttpResponse, subject: string) =>
      problemWith(response, { host: endpoint.host, subject, authorization }, options),
  };
}

/** The codes of a registry's own error, as `MANIFEST_UNKNOWN`. */
export function codesIn({ body }: HttpResponse): readonly string[] {
  return listOf(parseFields(body)?.['errors'])
    .map(({ code }) => textOf(code))
    .filter((code) => /^[A-Z_]{1,40}$/.test(code));
}

interface Question {
  readonly host: string;
  readonly subject: string;
  readonly authorization: string | undefined;
}

/** What was sent, what came, and what would help against a denial. */
function problemWith(
  response: HttpResponse,
  { host, subject, authorization }: Question,
  options: RepositoryOptions,
): RegistryError {
  const { status } = response;
  const hasLogin = options.login?.kind === 'password';
  const withLogin = hasLogin
    ? "with the login in docker's configuration"
    : 'with a token that everybody gets';
  const [details = ''] = status < 300 ? ['and something else'] : codesIn(response);
  const problem = `Asked for ${subject} ${authorization === undefined ? 'without a login' : withLogin}, ${host} responded with ${statusText(response, details && ` ${details}`)}`;
  return [401, 403, 404].includes(status)
    ? new AccessDenied(problem + (hasLogin ? '' : cureFor(options)))
    : new RegistryError(problem);
}

/** Goes behind what a registry denies for want of a login. */
function cureFor({ login, registry: { name } }: RepositoryOptions): string {
  return login?.kind === 'out of reach'
    ? `. Docker's login for ${name} is in ${login.place}`
    : `, and docker's configuration has no login for ${name}. If the image is private, log in with docker/login-action before this step`;
}

/** User and password; undefined if there are none. */
function basicAuthorization({ login }: RepositoryOptions, { mask }: Session): string | undefined {
  if (login?.kind !== 'password') return undefined;
  const encoded = Buffer.from(`${login.username}:${login.password}`).toString('base64');
  // A password such as "x", beside a token as the user, would blank the job's log.
  if (login.password.length >= 4) mask(login.password);
  mask(encoded);
  return `Basic ${encoded}`;
}

/**
 * What the registry's 401 asks for, which may offer several ways to log in.
 * @throws RegistryError if it can't be had
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
 */
async function authorize(
  { headers }: HttpResponse,
  options: RepositoryOptions,
  session: Session,
): Promise<string> {
  const offer = (headers['www-authenticate'] ?? '').slice(0, 4096);
  const [, bearer] = /(?:^|,)[ \t]*bearer\b(.*)/i.exec(offer) ?? [];
  if (bearer !== undefined) return readToken(bearer, options, session);
  const { name } = options.registry;
  if (!/(?:^|,)[ \t]*basic\b/i.test(offer)) {
    throw new RegistryError(`${name} requires a login of a kind that is not supported`);
  }
  const basic = basicAuthorization(options, session);
  if (basic !== undefined) return basic;
  throw new AccessDenied(`${name} requires a user and a password${cureFor(options)}`);
}

/** @see https://distribution.github.io/distribution/spec/auth/token/ */
async function readToken(
  challenge: string,
  options: RepositoryOptions,
  session: Session,
): Promise<string> {
  const { registry, repository, version } = options;
  const parameter = (name: string): string => {
    const value = new RegExp(`\\b${name}[ \t]*=[ \t]*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s,"]+))`, 'i');
    const [, quoted, plain = ''] = value.exec(challenge) ?? [];
    return quoted?.replaceAll(/\\(.)/g, '$1') ?? plain;
  };
  const url = parseTokenRealm(parameter('realm'), registry);
  const service = parameter('service');
  if (service !== '') url.searchParams.append('service', service);
  url.searchParams.append('scope', parameter('scope') || `repository:${repository}:pull`);
  const authorization = basicAuthorization(options, session);
  const response = await session.send(toEndpoint(url), {
    method: 'GET',
    target: url.pathname + url.search,
    headers: { accept: 'application/json', ...(authorization !== undefined && { authorization }) },
  });
  const { host } = url;
  if (response.status !== 200) {
    throw problemWith(response, { host, subject: 'a token', authorization }, options);
  }
  const token = tokenIn(response.body);
  // Masked, a part of the image's name would be blanked in the step's outputs.
  if (token === undefined || `${repository} ${version}`.includes(token)) {
    throw new RegistryError(`${host} responded without a usable token`);
  }
  session.mask(token);
  return `Bearer ${token}`;
}

/**
 * One line of ASCII that fits into a header and is long enough to be a secret. What is no token is not
 * masked either: it comes from outside, and a mask of `e` would blank the job's log.
 */
function tokenIn(body: string): string | undefined {
  const fields = parseFields(body) ?? {};
  return [fields['token'], fields['access_token']]
    .map(textOf)
    .find((token) => /^[\x21-\x7e]{16,16384}$/.test(token));
}
