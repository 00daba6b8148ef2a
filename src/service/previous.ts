import type { Client } from '../api/client.ts';
import { UserError } from '../errors.ts';
import { listOf, textOf, toFields, type Fields } from '../json.ts';
import { listedFirst, printable, quoted } from '../text.ts';
import { isOlder } from './create-time.ts';
import { readService, regionsIn, type Service } from './detail.ts';
import type { CreatedService } from './journal.ts';
import { readNamesakes } from './pages.ts';
import { isDeleted } from './state.ts';

/** A service that the new one may replace. */
export interface PreviousService {
  readonly serviceId: string;
  readonly status: string;
  /** As BEC writes it. */
  readonly createTime: string;
}

/** The service that is running now, and what it was requested with. */
export type NewService = Pick<CreatedService, 'service' | 'serviceName' | 'body'>;

/** Each is read for itself; whoever has more services of one name has to look for himself. */
const maxCandidates = 50;

/**
 * The services that were deployed before under the same name: exactly the same one, in no region that the
 * new service is not in, not deleted, certainly older, and without other tags. Reads only. In doubt a
 * service is left out, and the log says why.
 * @throws UserError if the list or one of them can't be read, or the list is not complete
 */
export async function readPreviousServices(
  bec: Client,
  current: NewService,
): Promise<readonly PreviousService[]> {
  const named = await readNamesakes(bec, current.serviceName, 'list');
  if (named.shortage !== undefined) throw new UserError(named.shortage);
  const ids = named.ids.filter((serviceId) => serviceId !== current.service.serviceId);
  if (ids.length > maxCandidates) throw new UserError(`there are ${ids.length} of them.`);
  const previous: PreviousService[] = [];
  for (const serviceId of ids) {
    const look = await readService(bec, { serviceId, serviceName: '' });
    if ('reason' in look) throw new UserError(look.reason);
    if (look.kind !== 'service' || isDeleted(look.service)) continue;
    const { status, details } = look.service;
    const reason = differenceOf(look.service, current);
    const name = quoted(current.serviceName);
    if (reason !== '') {
      bec.log(`${serviceId}, also named ${name}, is not listed as previous: ${reason}.`);
    } else previous.push({ serviceId, status, createTime: textOf(details['createTime']) });
  }
  return previous;
}

/** Why it is not a previous service; empty if it is. */
function differenceOf(candidate: Service, { service, serviceName, body }: NewService): string {
  if (candidate.serviceName !== serviceName) return `it is named ${quoted(candidate.serviceName)}`;
  const [regions, own] = [candidate, service].map((one) => regionsIn(one.deployInstances));
  if (regions === undefined || own === undefined) return 'BEC does not say where both are';
  const elsewhere = regions.filter((region) => !own.includes(region));
  if (elsewhere.length > 0) {
    return `it is in ${listedFirst(
      elsewhere.map((region) => printable(region, 80)),
      5,
    )}, where the new one is not`;
  }
  if (!isOlder(candidate, service)) return 'BEC does not show that it is older';
  const requested = tagsIn(listOf(body['tags']));
  const tags = tagsOf(candidate);
  const haveOtherTags =
    requested.length > 0 && tags !== undefined && tags.join() !== requested.join();
  return haveOtherTags ? 'it has other tags' : '';
}

/** Undefined if the detail shows no tags, set or not; it shows them as a map or a list. */
export function tagsOf({ details }: Service): readonly string[] | undefined {
  const tags = details['tagsMap'] ?? details['tags'];
  if (Array.isArray(tags)) return tagsIn(listOf(tags));
  const map = toFields(tags);
  return map && tagsIn(Object.entries(map).map(([tagKey, tagValue]) => ({ tagKey, tagValue })));
}

export function tagsIn(tags: readonly Fields[]): readonly string[] {
  return tags
    .map(({ tagKey, tagValue }) => JSON.stringify([textOf(tagKey), textOf(tagValue)]))
    .filter((tag) => tag !== '["",""]')
    .sort();
}
