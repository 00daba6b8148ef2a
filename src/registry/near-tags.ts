import leven from 'leven';

const maxNear = 3;

/**
 * The tags that were probably meant, best first: those that differ in a leading `v` or in case alone, the
 * commit's abbreviation where the version is a commit, then those with a typing error or two.
 */
export function nearTags(version: string, tags: readonly string[]): readonly string[] {
  return tags
    .map((tag) => ({ tag, distance: distanceOf(version, tag) }))
    .filter(({ distance }) => distance <= maxDistanceOf(version))
    .sort((left, right) => left.distance - right.distance)
    .slice(0, maxNear)
    .map(({ tag }) => tag);
}

function distanceOf(version: string, tag: string): number {
  if (spelling(version) === spelling(tag) || isAbbreviation(version, tag)) return 0;
  const maxDistance = maxDistanceOf(version) + 1;
  return Math.abs(version.length - tag.length) >= maxDistance
    ? maxDistance
    : leven(version, tag, { maxDistance });
}

function maxDistanceOf({ length }: string): number {
  return Math.min(2, Math.floor(length / 3));
}

function spelling(version: string): string {
  return version.toLowerCase().replace(/^v(?=[0-9])/, '');
}

/** docker/metadata-action tags a commit with its first seven digits, by default behind `sha-`. */
function isAbbreviation(version: string, tag: string): boolean {
  const digits = tag.replace(/^sha-/, '');
  return /^[0-9a-f]{40}$/.test(version) && digits.length >= 7 && version.startsWith(digits);
}
