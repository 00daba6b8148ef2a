/** Stands in the bundle where @actions/github imports undici: see http-client.ts beside this file. */
export function fetch(): never {
  throw new Error('undici is left out of this bundle.');
}
