import { closest } from '../edit-distance.ts';
import { isImageTag } from '../image-tag.ts';
import { parseFields } from '../json.ts';
import type { Repository } from './repository.ts';
import { RegistryError } from './session.ts';

const pageSize = 1000;
const maxPages = 1000;
const maxTags = 1_000_000;

/**
 * All tags of a repository.
 * @throws RegistryError unless the list could be read to its end. One that is empty says nothing: caches, and
 * registries that hide from strangers, have such
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags
 */
export async function readTags(repository: Repository): Promise<readonly string[]> {
  const tags: string[] = [];
  let target: string | undefined = `${repository.path}/tags/list?n=${pageSize}`;
  for (let page = 1; target !== undefined; page++) {
    const response = await repository.send('GET', target, 'application/json');
    const found = response.status === 200 ? tagsIn(response.body) : undefined;
    if (found === undefined) throw repository.problemWith(response, 'the list of tags');
    for (const tag of found) tags.push(tag);
    const next = nextTarget(response.headers['link'] ?? '', found, repository);
    const isEndless = next === target || page >= maxPages || tags.length > maxTags;
    target = next;
    if (target !== undefined && isEndless) {
      throw new RegistryError(
        `${repository.name} has a list of tags that can't be read to its end`,
      );
    }
  }
  if (tags.length === 0) throw new RegistryError(`${repository.name} lists no tags of the image`);
  return tags;
}

function tagsIn(body: string): readonly string[] | undefined {
  const tags = parseFields(body)?.['tags'];
  if (tags === null) return [];
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : undefined;
}

/**
 * The next page: of `</v2/name/tags/list?last=x&n=1000>; rel="next"`, or, should a full page lack the link,
 * behind its last tag. Undefined at the end of the list.
 * @throws RegistryError if the link leads elsewhere
 */
function nextTarget(
  link: string,
  page: readonly string[],
  { name, path }: Repository,
): string | undefined {
  const list = `${path}/tags/list`;
  if (!/next/i.test(link)) {
    const behind = `${list}?n=${pageSize}&last=${encodeURIComponent(page.at(-1) ?? '')}`;
    return page.length === pageSize ? behind : undefined;
  }
  const links = [...link.matchAll(/<([^>]*)>([^<]*)/g)];
  const [, address = ''] = links.find(([, , rest = '']) => /;\s*rel="?next\b/i.test(rest)) ?? [];
  const base = 'https://registry.invalid';
  const url = URL.canParse(address, base) ? new URL(address, base) : undefined;
  if (url?.pathname === list) return url.pathname + url.search;
  throw new RegistryError(`${name} has a list of tags that goes on at an address of another list`);
}

/** The commit's abbreviations where the version is a commit, then the tag that was most likely meant. */
export function nearTags(version: string, tags: readonly string[]): readonly string[] {
  const valid = tags.filter(isImageTag);
  const short = valid.filter((tag) => isAbbreviation(version, tag));
  const near = closest(version, valid);
  return [...short, ...(near === undefined ? [] : [near])].slice(0, 3);
}

/** docker/metadata-action tags a commit with its first seven digits, by default behind `sha-`. */
function isAbbreviation(version: string, tag: string): boolean {
  const digits = tag.replace(/^sha-/, '');
  return /^[0-9a-f]{40}$/.test(version) && digits.length >= 7 && version.startsWith(digits);
}
