import type { HttpRequest, HttpResponse } from '../http/connection.ts';
import {
  authorize,
  basicAuthorization,
  cureFor,
  nobody,
  sentText,
  type Authorization,
  type LoginOptions,
} from './authorization.ts';
import { AccessDenied, problemWith, type RegistryError } from './session.ts';

export interface RepositoryRequest {
  readonly method: 'GET' | 'HEAD';
  readonly target: string;
  readonly accept: string;
  /**
   * Sends user and password even if the registry let us in without: some hide from strangers what they
   * show to their users.
   */
  readonly withLogin?: boolean;
}

/** One repository of a registry, logged in to as far as the registry asks for it. */
export interface Repository {
  /** Of the registry, as people write it. */
  readonly name: string;
  /** `/v2/library/nginx` */
  readonly path: string;
  /** @throws RegistryError if there is no response, or no access */
  readonly send: (request: RepositoryRequest) => Promise<HttpResponse>;
  /** Whether requests carry a login by now. */
  readonly isLoggedIn: () => boolean;
  /** Why the response to the last request leaves it open. @param subject what was asked for */
  readonly problemWith: (response: HttpResponse, subject: string) => RegistryError;
}

export function openRepository(options: LoginOptions): Repository {
  const { image, session } = options;
  const { endpoint, name } = image.registry;
  let authorization = nobody;

  async function send(request: RepositoryRequest): Promise<HttpResponse> {
    if (request.withLogin === true && authorization.sent === 'nothing') {
      authorization = basicAuthorization(options);
    }
    const response = await session.send(endpoint, toHttpRequest(request, authorization));
    if (response.status !== 401) return response;
    authorization = await authorize(response, options);
    return session.send(endpoint, toHttpRequest(request, authorization));
  }

  function problem(response: HttpResponse, subject: string): RegistryError {
    const error = problemWith(endpoint, response, `${subject} ${sentText(authorization)}`);
    if (![401, 403, 404].includes(response.status)) return error;
    return new AccessDenied(error.message + cureFor(options, authorization));
  }

  return {
    name,
    path: `/v2/${image.repository}`,
    send,
    isLoggedIn: () => authorization.sent === 'login',
    problemWith: problem,
  };
}

function toHttpRequest(
  { method, target, accept }: RepositoryRequest,
  { header }: Authorization,
): HttpRequest {
  return {
    method,
    target,
    headers: { accept, ...(header !== undefined && { authorization: header }) },
  };
}
