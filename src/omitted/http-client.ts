/**
 * Stands in the bundle where @actions/core imports @actions/http-client, which brings undici: half a
 * megabyte and 50 ms at every start, for its OIDC client alone. BEC has no keyless login, so nothing
 * here is ever called.
 */
function omitted(): never {
  throw new Error('@actions/http-client is left out of this bundle.');
}

export { omitted as HttpClient, omitted as BearerCredentialHandler };
