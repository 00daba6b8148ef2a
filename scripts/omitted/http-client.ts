/**
 * Stands in the bundle where @actions/core and @actions/github import @actions/http-client, which brings
 * undici: half a megabyte, and 50 ms at every start. core wants it for its OIDC client (BEC has no keyless
 * login), github for a default way to the network, in whose place ours is given.
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
