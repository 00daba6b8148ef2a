import leven from 'leven';

const maxNear = 3;

/**
 * The tags most like the version, best first: those that differ only in a leading `v` or in case, the
 * commit's abbreviation where the version is a commit, then those with a typing error or two.
 */
export function nearTags(version: string, tags: readonly string[]): readonly string[] {
  const maxDistance = Math.min(2, Math.floor(version.length / 3));
  return tags
    .map((tag) => ({ tag, distance: distanceOf(version, tag, maxDistance + 1) }))
    .filter(({ distance }) => distance <= maxDistance)
    .sort((left, right) => left.distance - right.distance)
    .slice(0, maxNear)
    .map(({ tag }) => tag);
}

function distanceOf(version: string, tag: string, maxDistance: number): number {
  if (isAbbreviation(version, tag)) return 0;
  return leven(spelling(version), spelling(tag), { maxDistance });
}

function spelling(version: string): string {
  return version.toLowerCase().replace(/^v(?=[0-9])/, '');
}

/** docker/metadata-action tags a commit with its first seven digits, by default behind `sha-`. */
function isAbbreviation(version: string, tag: string): boolean {
  const digits = tag.replace(/^sha-/, '');
  return /^[0-9a-f]{40}$/.test(version) && digits.length >= 7 && version.startsWith(digits);
}
