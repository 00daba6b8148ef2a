import { parseChallenges, type Challenge } from './challenge.ts';
import type { Login } from './docker-config.ts';
import type { ImageName } from './image-name.ts';
import type { HttpRequest, HttpResponse } from '../http/connection.ts';
import { parseFields, textOf } from '../json.ts';
import { RegistryError } from './registry-error.ts';
import { responseProblem } from './response-problem.ts';
import type { Session } from './session.ts';
import { parseTokenRealm, type TokenRealm } from './token-realm.ts';

export interface LoginOptions {
  readonly session: Session;
  /** Undefined if docker's configuration has none for the registry. */
  readonly login: Login | undefined;
  readonly mask: (secret: string) => void;
}

/** A longer token would not fit into a header. */
const maxTokenLength = 16_384;

/**
 * The value of `Authorization` that the registry's 401 asks for.
 * @throws RegistryError if it can't be had
 */
export async function authorize(
  unauthorized: HttpResponse,
  image: ImageName,
  options: LoginOptions,
): Promise<string> {
  const challenges = parseChallenges(unauthorized.headers['www-authenticate'] ?? '');
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
  if (bearer !== undefined) return `Bearer ${await readToken(bearer, image, options)}`;
  if (challenges.every(({ scheme }) => scheme !== 'basic')) {
    throw new RegistryError(
      `${image.registry.name} requires a login of a kind that is not supported`,
    );
  }
  const basic = basicAuthorization(options);
  if (basic === undefined) throw new RegistryError(noLoginText(image));
  return basic;
}

/** Undefined if there is no user name and password. */
export function basicAuthorization({
  login,
  mask,
}: Pick<LoginOptions, 'login' | 'mask'>): string | undefined {
  if (login?.kind !== 'password') return undefined;
  const encoded = Buffer.from(`${login.username}:${login.password}`).toString('base64');
  mask(encoded);
  return `Basic ${encoded}`;
}

export function noLoginText({ registry }: ImageName): string {
  return `${registry.name} requires a login, and docker's configuration has none for it. Log in with docker/login-action before this step`;
}

/** @see https://distribution.github.io/distribution/spec/auth/token/ */
async function readToken(
  { parameters }: Challenge,
  image: ImageName,
  { session, login, mask }: LoginOptions,
): Promise<string> {
  const { registry, repository } = image;
  const realm = parseTokenRealm(parameters.get('realm') ?? '', registry);
  const usable = realm.isTrusted ? login : undefined;
  const scope = parameters.get('scope') ?? '';
  const fields = {
    service: parameters.get('service') ?? '',
    scope: scope === '' ? `repository:${repository}:pull` : scope,
  };
  const authorization = basicAuthorization({ login: usable, mask });
  const request =
    usable?.kind === 'identity-token'
      ? refreshRequest(realm, fields, usable.token)
      : tokenRequest(realm, fields, authorization);
  const response = await session.send(realm.endpoint, request);
  if (response.status === 401 || response.status === 403) {
    throw new RegistryError(deniedText(image, realm, login !== undefined));
  }
  if (response.status !== 200) throw new RegistryError(responseProblem(realm.endpoint, response));
  const body = parseFields(response.body) ?? {};
  const token = textOf(body['token'] ?? body['access_token']);
  if (token !== '') mask(token);
  if (token.length > maxTokenLength || !/^[\x21-\x7e]+$/.test(token)) {
    throw new RegistryError(`${realm.endpoint.host} responded without a usable token`);
  }
  return token;
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
      'user-agent': 'bec-create',
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
      'user-agent': 'bec-create',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
    },
    body,
  };
}

function deniedText(image: ImageName, realm: TokenRealm, hasLogin: boolean): string {
  const { name } = image.registry;
  if (!hasLogin) return noLoginText(image);
  return realm.isTrusted
    ? `${name} denied access with the login in docker's configuration`
    : `${name} gives out its tokens at ${realm.endpoint.host}, where its login is not sent, and which denied access without`;
}
