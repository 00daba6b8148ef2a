/**
 * Stands in the bundle for packages that @actions/core and @actions/github import and this action does
 * not use; tsconfig.json's `paths` put it there. undici alone costs half a megabyte and 50 ms at every
 * start: core wants it for its OIDC client (BEC has no keyless login), github for a default `fetch`, in
 * whose place ours is given. @actions/exec serves a description of the platform that nobody asks for.
 */
export class HttpClient {
  getAgent(): undefined {
    return undefined;
  }

  getAgentDispatcher(): undefined {
    return undefined;
  }
}

export { HttpClient as BearerCredentialHandler };

export function fetch(): never {
  throw new Error('undici is not part of this bundle.');
}

export function getExecOutput(): never {
  throw new Error('@actions/exec is not part of this bundle.');
}
