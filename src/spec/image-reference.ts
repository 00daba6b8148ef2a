/**
 * Docker's grammar of an image's name, as BEC has it in `imageAddress`: an optional host with a port, then
 * a path in lower case, without a scheme, a tag or a digest.
 * @see https://pkg.go.dev/github.com/distribution/reference
 */

/** The parts of an address that has a tag or a digest in it. */
export interface TaggedAddress {
  readonly address: string;
  readonly tag: string;
  readonly hasDigest: boolean;
}

/** Docker's own limit. */
const maxLength = 255;

/** A valid address that was likely meant. */
export function mendedAddress(address: string): string | undefined {
  const mended = mend(address);
  return isAddress(mended) ? mended : undefined;
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

export function isAddress(address: string): boolean {
  const [first = '', ...rest] = address.split('/');
  const hasHost = rest.length > 0 && isHost(first);
  if (hasHost && !/^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(?::[0-9]{1,5})?$/.test(first))
    return false;
  return address.length <= maxLength && (hasHost ? rest : [first, ...rest]).every(isComponent);
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
