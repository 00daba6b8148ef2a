import { CallError, isNotFound, type Client } from '../api/client.ts';
import { UserError } from '../errors.ts';
import { listOf, textOf, toFields, type Fields } from '../json.ts';
import { counted, listed, quoted, printable } from '../text.ts';
import { createTimeOf, isOlder } from './create-time.ts';
import { regionsIn, serviceCall, type Service } from './detail.ts';
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
export interface NewService {
  readonly service: Service;
  readonly serviceName: string;
  /** The body of the create request. */
  readonly body: Fields;
}

/** Each is read for itself; whoever has more services of one name has to look for himself. */
const maxCandidates = 50;

/**
 * The services that were deployed before under the same name: exactly the same one, in no region that the
 * new service is not in, not deleted, certainly older, and without other tags. Reads only. In doubt a
 * service is left out, and the log says why.
 * @throws UserError if the list can't be read, or is not complete
 */
export async function readPreviousServices(
  bec: Client,
  current: NewService,
): Promise<readonly PreviousService[]> {
  const named = await readNamesakes(bec, current.serviceName, 'list');
  if (named.shortage !== undefined) throw new UserError(named.shortage);
  const ids = named.ids.filter((serviceId) => serviceId !== current.service.serviceId);
  if (ids.length === 0) return [];
  const name = quoted(current.serviceName);
  const doubt = doubtAbout(current, ids);
  if (doubt !== undefined) {
    bec.log(
      `${counted(ids.length, 'other service')} named ${name}: not listed as previous, because ${doubt}.`,
    );
    return [];
  }
  const previous: PreviousService[] = [];
  for (const serviceId of ids) {
    const candidate = await readCandidate(bec, serviceId);
    if (candidate === undefined || isDeleted(candidate)) continue;
    const reason = differenceOf(candidate, current);
    if (reason === undefined) previous.push(toPrevious(candidate));
    else bec.log(`${serviceId}, also named ${name}, is not listed as previous: ${reason}.`);
  }
  return previous;
}

/** Why nothing can be said about any other service. */
function doubtAbout({ service }: NewService, ids: readonly string[]): string | undefined {
  if (ids.length > maxCandidates) return `there are more than ${maxCandidates}`;
  if (createTimeOf(service) === undefined) return 'BEC does not say when the new one was created';
  return regionsIn(service.deployInstances) === undefined
    ? 'BEC does not say where the new one is'
    : undefined;
}

/** Undefined if it has been deleted in the meantime. */
async function readCandidate(bec: Client, serviceId: string): Promise<Service | undefined> {
  try {
    return (await bec.call(serviceCall(serviceId), 'list')).value;
  } catch (error) {
    if (error instanceof CallError && isNotFound(error)) return undefined;
    throw error;
  }
}

/** Why it is not a previous service; undefined if it is. */
function differenceOf(
  candidate: Service,
  { service, serviceName, body }: NewService,
): string | undefined {
  if (candidate.serviceName !== serviceName) return `it is named ${quoted(candidate.serviceName)}`;
  const regions = regionsIn(candidate.deployInstances);
  if (regions === undefined) return 'BEC does not say where it is';
  const elsewhere = regions.filter(
    (region) => regionsIn(service.deployInstances)?.includes(region) !== true,
  );
  if (elsewhere.length > 0) {
    return `it is in ${listed(elsewhere.slice(0, 5).map((region) => printable(region, 80)))}, where the new one is not`;
  }
  if (createTimeOf(candidate) === undefined) return 'BEC does not say when it was created';
  if (!isOlder(candidate, service)) return 'it is not older than the new one';
  const requested = tagsIn(listOf(body['tags']));
  const tags = tagsOf(candidate);
  const haveOtherTags =
    requested.length > 0 && tags !== undefined && tags.join() !== requested.join();
  return haveOtherTags ? 'it has other tags' : undefined;
}

/** Undefined if the detail shows no tags, set or not; it shows them as a map or a list. */
function tagsOf({ details }: Service): readonly string[] | undefined {
  const tags = details['tagsMap'] ?? details['tags'];
  if (Array.isArray(tags)) return tagsIn(listOf(tags));
  const map = toFields(tags);
  return map && tagsIn(Object.entries(map).map(([tagKey, tagValue]) => ({ tagKey, tagValue })));
}

function tagsIn(tags: readonly Fields[]): readonly string[] {
  return tags
    .map(({ tagKey, tagValue }) => JSON.stringify([textOf(tagKey), textOf(tagValue)]))
    .filter((tag) => tag !== '["",""]')
    .sort();
}

function toPrevious({ serviceId, status, details }: Service): PreviousService {
  return { serviceId, status, createTime: textOf(details['createTime']) };
}
