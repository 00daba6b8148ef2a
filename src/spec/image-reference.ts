/**
 * Docker's grammar of an image's name, as BEC has it in `imageAddress`: an optional host with a port, then
 * a path in lower case, without a scheme, a tag or a digest.
 * @see https://pkg.go.dev/github.com/distribution/reference
 */

/** Docker's own limit. */
const maxLength = 255;

/** A valid address that was likely meant. */
export function mendedAddress(address: string): string | undefined {
  const bare = address.trim().replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const path = bare.replace(/\/+/g, '/').replace(/^\/|\/$/g, '');
  const mended = path.toLowerCase();
  return isAddress(mended) ? mended : undefined;
}

/** The parts of `host/name:tag@digest`; undefined if there is neither a tag nor a digest. */
export function parseTagged(address: string) {
  const [name = '', digest] = address.split('@', 2);
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  if (colon === -1 && digest === undefined) return undefined;
  const end = colon === -1 ? name.length : colon;
  return { address: name.slice(0, end), tag: name.slice(end + 1), hasDigest: digest !== undefined };
}

export function isAddress(address: string): boolean {
  const [first = '', ...rest] = address.split('/');
  // The first part is a host if it looks like one; else it belongs to the path, as in `library/nginx`.
  const hasHost = rest.length > 0 && (/^\[|[.:]/.test(first) || first === 'localhost');
  if (hasHost && !/^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(?::[0-9]{1,5})?$/.test(first)) {
    return false;
  }
  return (
    address.length <= maxLength &&
    (hasHost ? rest : [first, ...rest]).every((part) =>
      /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/.test(part),
    )
  );
}
