/**
 * Stands in the bundle for packages that @actions/core imports and this action does not use; tsconfig.json's
 * `paths` put it there. http-client brings undici, half a megabyte and 50 ms at every start, for an OIDC
 * client (BEC has no keyless login); @actions/exec serves a description of the platform that nobody asks for.
 */
export const HttpClient = undefined;

export { HttpClient as BearerCredentialHandler };

export function getExecOutput(): never {
  throw new Error('@actions/exec is not part of this bundle.');
}
