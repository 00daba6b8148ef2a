import type { Client } from '../api/client.ts';
import { UserError } from '../errors.ts';
import { patience } from '../http/retry.ts';
import { countOf } from '../json.ts';
import { counted, listed, listedFirst, quoted } from '../text.ts';
import { findServices, isServiceId, type Service } from './detail.ts';
import { readNamesakes, type Namesakes } from './pages.ts';
import { isDeleted } from './state.ts';

export type Selection =
  | { readonly kind: 'ids'; readonly serviceIds: readonly string[] }
  /** All that have exactly this name; more than `max` are an error. */
  | { readonly kind: 'name'; readonly serviceName: string; readonly max: number };

export interface Guards {
  /** If one of the services has another name, none is deleted. */
  readonly serviceName?: string | undefined;
  /** Without it, none is deleted if one of them has disks. */
  readonly withDisks: boolean;
}

/** The selected services, in the order of the selection. */
export interface Selected {
  /** `undefined`: BEC doesn't find it. */
  readonly found: readonly (readonly [serviceId: string, service: Service | undefined])[];
  /** Why there may be more; undefined if there are not. */
  readonly shortage: string | undefined;
}

/** @throws UserError if one of them can't be read, CancelledError */
export async function readSelected(bec: Client, selection: Selection): Promise<Selected> {
  const { ids, shortage } = await readIds(bec, selection);
  const refs = ids.map((serviceId) => ({ serviceId, serviceName: '' }));
  const looks = await findServices(bec, refs);
  const unreadable = [...looks].flatMap(([id, look]) => ('reason' in look ? { id, ...look } : []));
  const [first] = unreadable;
  if (first !== undefined) {
    throw new UserError(`${idList(unreadable.map(({ id }) => id))} can't be read: ${first.reason}`);
  }
  const found = ids.map((serviceId) => {
    const look = looks.get(serviceId);
    return [serviceId, look?.kind === 'service' ? look.service : undefined] as const;
  });
  return { found, shortage };
}

async function readIds(bec: Client, selection: Selection): Promise<Namesakes> {
  if (selection.kind === 'ids') {
    return { ids: requireIds(selection.serviceIds), shortage: undefined };
  }
  const { serviceName } = selection;
  const named = await readNamesakes(bec, serviceName, 'list');
  if (named.ids.length > 0 || named.shortage !== undefined) return named;
  bec.log(`BEC lists no service named ${quoted(serviceName)}; the list is read once more.`);
  await bec.clock.sleep(patience.nothingListed.pauseMs, bec.signal);
  return readNamesakes(bec, serviceName, 'list');
}

/** In paths and messages there are only ids that can be one. */
function requireIds(serviceIds: readonly string[]): readonly string[] {
  if (serviceIds.length === 0) throw new UserError('No service id was given.');
  const invalid = serviceIds.filter((id) => !isServiceId(id));
  if (invalid.length > 0) {
    throw new UserError(
      `${listedFirst(invalid.map(quoted), 5)} can't be a service id: it must be letters, digits, "-", "_" and ".", one id per line. Where it comes from another step, that step may have had none.`,
    );
  }
  return [...new Set(serviceIds)];
}

/** @throws UserError if one of the services must not be deleted */
export function requireGuards(
  services: readonly Service[],
  selection: Selection,
  { serviceName: guard = '', withDisks }: Guards,
): void {
  const named = selection.kind === 'name' ? selection.serviceName : '';
  const requested = [guard, named].filter((name) => name !== '');
  const others = services.filter((one) => requested.some((name) => name !== one.serviceName));
  if (others.length > 0) {
    const found = others.map((other) => `${other.serviceId} is ${quoted(other.serviceName)}`);
    throw new UserError(
      `Not all services are named ${listed(requested.map(quoted))}: ${listedFirst(found, 10)}.`,
    );
  }
  // What is being deleted already needs no guard.
  const living = services.filter((service) => !isDeleted(service));
  if (selection.kind === 'name' && living.length > selection.max) {
    throw new UserError(
      `${counted(living.length, 'service')} are named ${quoted(selection.serviceName)}, more than max (${selection.max}): ${idList(living.map(({ serviceId }) => serviceId))}. Delete them by their ids, or raise max.`,
    );
  }
  // Only a zero says that there are none.
  const withData = living.filter(({ details }) => countOf(details['totalDisk']) !== 0);
  if (!withDisks && withData.length > 0) {
    throw new UserError(
      `${idList(withData.map(({ serviceId }) => serviceId))} may have disks, and what becomes of their data is not documented. To delete them, set with-disks: true.`,
    );
  }
}

export function idList(ids: readonly string[]): string {
  return listedFirst(ids, 20);
}
