/**
 * Docker's grammar of an image's name, as BEC has it in `imageAddress`: an optional host with a port, then
 * a path in lower case, without a scheme, a tag or a digest.
 * @see https://pkg.go.dev/github.com/distribution/reference
 */

/** What is wrong with an address, and a valid one that was likely meant. */
export interface AddressFault {
  readonly reason: string;
  readonly suggestion?: string;
}

/** The parts of an address that has a tag or a digest in it. */
export interface TaggedAddress {
  readonly address: string;
  readonly tag: string;
  readonly hasDigest: boolean;
}

/** Docker's own limit. */
const maxLength = 255;

/** Undefined if the address is valid, or holds a tag or a digest, which {@link parseTagged} finds. */
export function faultOf(address: string): AddressFault | undefined {
  const reason = reasonOf(address);
  if (reason === undefined) return undefined;
  const mended = mend(address);
  return mended !== address && mended !== '' && reasonOf(mended) === undefined
    ? { reason, suggestion: mended }
    : { reason };
}

/** `host/name:tag@digest`; undefined if there is neither a tag nor a digest. */
export function parseTagged(address: string): TaggedAddress | undefined {
  const at = address.indexOf('@');
  const name = at === -1 ? address : address.slice(0, at);
  const slash = name.lastIndexOf('/');
  const colon = name.indexOf(':', slash + 1);
  if (at === -1 && colon === -1) return undefined;
  return {
    address: colon === -1 ? name : name.slice(0, colon),
    tag: colon === -1 ? '' : name.slice(colon + 1),
    hasDigest: at !== -1,
  };
}

function reasonOf(address: string): string | undefined {
  if (address.length > maxLength) return `it has more than ${maxLength} characters`;
  if (address.includes('://')) return 'it has a scheme';
  if (/\s/.test(address)) return 'it has white space in it';
  const [first = '', ...rest] = address.split('/');
  const hasHost = rest.length > 0 && isHost(first);
  const path = hasHost ? rest : [first, ...rest];
  if (hasHost && !/^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(?::[0-9]{1,5})?$/.test(first)) {
    return 'its host is not a host name';
  }
  if (path.at(-1) === '') return 'it ends with a slash';
  if (path.includes('')) return 'it has two slashes in a row';
  if (path.some((part) => /[A-Z]/.test(part))) return 'only lower case is allowed';
  return path.every(isComponent)
    ? undefined
    : 'allowed are lower-case letters, digits, and . _ - between them';
}

/** The first part is a host if it looks like one; else it belongs to the path, as in `library/nginx`. */
function isHost(part: string): boolean {
  return /[.:]/.test(part) || part === 'localhost' || part.startsWith('[');
}

function isComponent(part: string): boolean {
  return /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/.test(part);
}

function mend(address: string): string {
  const bare = address.trim().replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const parts = bare.split('/').filter((part) => part !== '');
  const [first = '', ...rest] = parts;
  const host = rest.length > 0 && isHost(first) ? [first] : [];
  const path = host.length === 0 ? parts : rest;
  return [...host, ...path.map((part) => part.toLowerCase())].join('/');
}
