import { isImageTag } from '../image-tag.ts';
import { parseFields } from '../json.ts';
import { RegistryError } from './registry-error.ts';
import type { Repository } from './repository.ts';

const pageSize = 1000;
const maxPages = 5;

/**
 * The tags of a repository, of a very large one the first pages; none if they can't be listed, since
 * they only make for a better message.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags
 */
export async function readTags(repository: Repository): Promise<readonly string[]> {
  const tags: string[] = [];
  try {
    let target: string | undefined = `${repository.path}/tags/list?n=${pageSize}`;
    for (let page = 0; page < maxPages && target !== undefined; page++) {
      const response = await repository.send({ method: 'GET', target, accept: 'application/json' });
      if (response.status !== 200) break;
      tags.push(...tagsIn(response.body));
      target = nextTarget(response.headers['link'] ?? '', repository);
    }
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
  }
  return tags;
}

function tagsIn(body: string): readonly string[] {
  const tags = parseFields(body)?.['tags'];
  if (!Array.isArray(tags)) return [];
  return tags.filter((tag) => typeof tag === 'string').filter(isImageTag);
}

/** Of `</v2/name/tags/list?last=x&n=1000>; rel="next"`, as long as it stays within this list. */
function nextTarget(link: string, { path }: Repository): string | undefined {
  const end = link.indexOf('>');
  const address = link.startsWith('<') ? link.slice(1, end) : '';
  const [parameters = ''] = link.slice(end + 1).split(',');
  if (!/;\s*rel="?next"?/.test(parameters)) return undefined;
  const url = URL.canParse(address, 'https://registry.invalid')
    ? new URL(address, 'https://registry.invalid')
    : undefined;
  return url?.pathname === `${path}/tags/list` ? url.pathname + url.search : undefined;
}
