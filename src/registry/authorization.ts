import type { HttpResponse } from '../http/connection.ts';
import { parseFields, textOf } from '../json.ts';
import { parseChallenges, type Challenge } from './challenge.ts';
import type { Login } from './docker-config.ts';
import type { ImageName } from './image-name.ts';
import {
  AccessDenied,
  problemWith,
  RegistryError,
  type Question,
  type Session,
} from './session.ts';
import { parseTokenRealm } from './token-realm.ts';

export interface LoginOptions {
  readonly image: ImageName;
  readonly imageVersion: string;
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

const texts = {
  nothing: 'without a login',
  login: "with the login in docker's configuration",
  token: 'with a token that everybody gets',
} as const;

/** What was asked for, and with which login. */
export function questionFor(
  subject: string,
  { sent }: Authorization,
  options: LoginOptions,
): Question {
  return { text: `${subject} ${texts[sent]}`, cure: sent === 'login' ? '' : cureFor(options) };
}

/** Goes behind what a registry denies for want of a login. */
function cureFor({ login, image }: LoginOptions): string {
  const { name } = image.registry;
  return login?.kind === 'out of reach'
    ? `. Docker's login for ${name} is in ${login.place}`
    : `, and docker's configuration has no login for ${name}. If the image is private, log in with docker/login-action before this step`;
}

/** User and password, if there are any. */
export function basicAuthorization({ login, mask }: LoginOptions): Authorization {
  if (login?.kind !== 'password') return nobody;
  const encoded = Buffer.from(`${login.username}:${login.password}`).toString('base64');
  // A password such as "x", beside a token as the user, would blank the job's log.
  if (login.password.length >= 4) mask(login.password);
  mask(encoded);
  return { header: `Basic ${encoded}`, sent: 'login' };
}

/**
 * What the registry's 401 asks for.
 * @throws RegistryError if it can't be had
 */
export async function authorize(
  { headers }: HttpResponse,
  options: LoginOptions,
): Promise<Authorization> {
  const challenges = parseChallenges(headers['www-authenticate'] ?? '');
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
  if (bearer !== undefined) return readToken(bearer, options);
  const { name } = options.image.registry;
  if (challenges.every(({ scheme }) => scheme !== 'basic')) {
    throw new RegistryError(`${name} requires a login of a kind that is not supported`);
  }
  const basic = basicAuthorization(options);
  if (basic.sent === 'login') return basic;
  throw new AccessDenied(`${name} requires a user and a password${cureFor(options)}`);
}

/** @see https://distribution.github.io/distribution/spec/auth/token/ */
async function readToken({ parameters }: Challenge, options: LoginOptions): Promise<Authorization> {
  const { image, imageVersion, session, mask } = options;
  const { url, endpoint } = parseTokenRealm(parameters.get('realm') ?? '', image.registry);
  const service = parameters.get('service') ?? '';
  const scope = parameters.get('scope') ?? '';
  if (service !== '') url.searchParams.append('service', service);
  url.searchParams.append('scope', scope === '' ? `repository:${image.repository}:pull` : scope);
  const basic = basicAuthorization(options);
  const response = await session.send(endpoint, {
    method: 'GET',
    target: url.pathname + url.search,
    headers: {
      accept: 'application/json',
      ...(basic.header !== undefined && { authorization: basic.header }),
    },
  });
  if (response.status !== 200) {
    throw problemWith(endpoint, response, questionFor('a token', basic, options));
  }
  const token = tokenIn(response.body);
  // Masked, a part of the image's name would be blanked in the step's outputs.
  if (token === undefined || `${image.repository} ${imageVersion}`.includes(token)) {
    throw new RegistryError(`${endpoint.host} responded without a usable token`);
  }
  mask(token);
  return { header: `Bearer ${token}`, sent: basic.sent === 'login' ? 'login' : 'token' };
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
