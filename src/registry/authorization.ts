import type { HttpRequest, HttpResponse } from '../http/connection.ts';
import { parseFields, textOf } from '../json.ts';
import { parseChallenges, type Challenge } from './challenge.ts';
import type { Login } from './docker-config.ts';
import type { ImageName } from './image-name.ts';
import { AccessDenied, problemWith, RegistryError, type Session } from './session.ts';
import { parseTokenRealm, type TokenRealm } from './token-realm.ts';

export interface LoginOptions {
  readonly image: ImageName;
  readonly session: Session;
  /** Undefined if docker's configuration has none for the registry. */
  readonly login: Login | undefined;
  readonly mask: (secret: string) => void;
}

/** What a request carries. */
export interface Authorization {
  /** Undefined if it is not sent. */
  readonly header: string | undefined;
  readonly sent: 'nothing' | 'login' | 'token';
}

export const nobody: Authorization = { header: undefined, sent: 'nothing' };

/** Completes "when asked for …". */
export function sentText({ sent }: Pick<Authorization, 'sent'>): string {
  switch (sent) {
    case 'nothing':
      return 'without a login';
    case 'login':
      return "with the login in docker's configuration";
    case 'token':
      return 'with a token that everybody gets';
  }
}

/**
 * What the registry's 401 asks for.
 * @throws RegistryError if it can't be had
 */
export async function authorize(
  unauthorized: HttpResponse,
  options: LoginOptions,
): Promise<Authorization> {
  const challenges = parseChallenges(unauthorized.headers['www-authenticate'] ?? '');
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
  if (bearer !== undefined) return readToken(bearer, options);
  const { name } = options.image.registry;
  if (challenges.every(({ scheme }) => scheme !== 'basic')) {
    throw new RegistryError(`${name} requires a login of a kind that is not supported`);
  }
  const basic = basicAuthorization(options);
  if (basic.header === undefined) {
    throw new AccessDenied(`${name} requires a user and a password${cureFor(options, nobody)}`);
  }
  return basic;
}

/** User and password, if there are any. */
export function basicAuthorization({ login, mask }: LoginOptions): Authorization {
  if (login?.kind !== 'password') return nobody;
  const encoded = Buffer.from(`${login.username}:${login.password}`).toString('base64');
  mask(login.password);
  mask(encoded);
  return { header: `Basic ${encoded}`, sent: 'login' };
}

/** Goes behind what a registry denies; empty if the login was sent. */
export function cureFor({ login, image }: LoginOptions, { sent }: Authorization): string {
  if (sent === 'login') return '';
  const { name } = image.registry;
  switch (login?.kind) {
    case undefined:
      return `, and docker's configuration has no login for ${name}. If the image is private, log in with docker/login-action before this step`;
    case 'out of reach':
      return `. Docker's login for ${name} is in ${login.place}`;
    case 'identity-token':
      return `. Docker's login for ${name} is an identity token, which only a token server takes`;
    case 'password':
      return `. The login in docker's configuration was not sent, since ${name} did not ask for one`;
  }
}

/** @see https://distribution.github.io/distribution/spec/auth/token/ */
async function readToken({ parameters }: Challenge, options: LoginOptions): Promise<Authorization> {
  const { image, session, login, mask } = options;
  const realm = parseTokenRealm(parameters.get('realm') ?? '', image.registry);
  const scope = parameters.get('scope') ?? '';
  const fields = {
    service: parameters.get('service') ?? '',
    scope: scope === '' ? `repository:${image.repository}:pull` : scope,
  };
  const basic = basicAuthorization(options);
  if (login?.kind === 'identity-token') mask(login.token);
  const request =
    login?.kind === 'identity-token'
      ? refreshRequest(realm, fields, login.token)
      : tokenRequest(realm, fields, basic.header);
  const asked = request.method === 'POST' ? ({ ...nobody, sent: 'login' } as const) : basic;
  const response = await session.send(realm.endpoint, request);
  if (response.status !== 200) {
    const error = problemWith(realm.endpoint, response, `a token ${sentText(asked)}`);
    const cure = cureFor(options, asked);
    throw error instanceof AccessDenied ? new AccessDenied(error.message + cure) : error;
  }
  const token = tokenIn(response.body);
  if (token === undefined) {
    throw new RegistryError(`${realm.endpoint.host} responded without a usable token`);
  }
  mask(token);
  return { header: `Bearer ${token}`, sent: asked.sent === 'login' ? 'login' : 'token' };
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

type TokenFields = Readonly<Record<'service' | 'scope', string>>;

function tokenRequest(
  { url }: TokenRealm,
  fields: TokenFields,
  authorization: string | undefined,
): HttpRequest {
  const target = new URL(url.href);
  for (const [name, value] of Object.entries(fields)) {
    if (value !== '') target.searchParams.append(name, value);
  }
  return {
    method: 'GET',
    target: target.pathname + target.search,
    headers: {
      accept: 'application/json',
      ...(authorization !== undefined && { authorization }),
    },
  };
}

/** @see https://distribution.github.io/distribution/spec/auth/oauth/ */
function refreshRequest({ url }: TokenRealm, fields: TokenFields, token: string): HttpRequest {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: 'bec-create',
    ...fields,
    refresh_token: token,
  }).toString();
  return {
    method: 'POST',
    target: url.pathname + url.search,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
    },
    body,
  };
}
