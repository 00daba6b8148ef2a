import type { HttpResponse } from '../http/connection.ts';
import {
  authorize,
  basicAuthorization,
  nobody,
  questionFor,
  type LoginOptions,
} from './authorization.ts';
import { problemWith, type RegistryError } from './session.ts';

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

  async function send({ method, target, accept, withLogin = false }: RepositoryRequest) {
    const attempt = (): Promise<HttpResponse> => {
      const { header } = authorization;
      const headers = { accept, ...(header !== undefined && { authorization: header }) };
      return session.send(endpoint, { method, target, headers });
    };
    if (withLogin && authorization.sent === 'nothing') authorization = basicAuthorization(options);
    const response = await attempt();
    if (response.status !== 401) return response;
    authorization = await authorize(response, options);
    return attempt();
  }

  return {
    name,
    path: `/v2/${image.repository}`,
    send,
    isLoggedIn: () => authorization.sent === 'login',
    problemWith: (response, subject) =>
      problemWith(endpoint, response, questionFor(subject, authorization, options)),
  };
}
