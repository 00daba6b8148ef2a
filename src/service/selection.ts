import type { Client } from '../api/client.ts';
import { UserError } from '../errors.ts';
import { patience } from '../http/retry.ts';
import { countOf } from '../json.ts';
import { counted, listed, quoted } from '../text.ts';
import { readService } from './detail.ts';
import { readIdsNamed } from './namesakes.ts';
import { isServiceId, type Service } from './service.ts';
import { isDeleted } from './state.ts';

/** Which services are to be deleted. */
export type Selection =
  | { readonly kind: 'ids'; readonly serviceIds: readonly string[] }
  /** All that have exactly this name; more than `max` are an error. */
  | { readonly kind: 'name'; readonly serviceName: string; readonly max: number };

export interface DeletionOptions {
  /** If one of the services has another name, none is deleted. */
  readonly serviceName?: string | undefined;
  /** Without it, none is deleted if one of them has disks. */
  readonly withDisks: boolean;
  /** Until all of them are gone. */
  readonly timeoutMs: number;
}

export interface Found {
  readonly serviceId: string;
  /** Undefined if it is gone. */
  readonly service: Service | undefined;
}

/** @throws UserError if one of them can't be read */
export async function readSelected(
  bec: Client,
  selection: Selection,
  options: DeletionOptions,
): Promise<readonly Found[]> {
  const ids =
    selection.kind === 'ids'
      ? requireIds(selection.serviceIds)
      : await readIdsNamed(bec, selection.serviceName, 'list');
  const { clock, signal } = bec;
  const startMs = clock.elapsedMs();
  const found = new Map<string, Service | undefined>();
  for (;;) {
    const elapsedMs = clock.elapsedMs() - startMs;
    for (const serviceId of ids.filter((id) => !found.has(id))) {
      const look = await readService(bec, { serviceId, serviceName: '' });
      if (look.kind === 'service') {
        found.set(serviceId, look.service.status === 'TERMINATED' ? undefined : look.service);
      } else if (look.kind === 'not found' && elapsedMs >= patience.selected.limitMs) {
        found.set(serviceId, undefined);
      }
    }
    const missing = ids.filter((id) => !found.has(id));
    if (missing.length === 0) break;
    if (elapsedMs >= options.timeoutMs + patience.selected.limitMs) {
      throw new UserError(`${idList(missing)} can't be read.`);
    }
    await clock.sleep(patience.selected.pauseMs, signal);
  }
  return ids.map((serviceId) => ({ serviceId, service: found.get(serviceId) }));
}

/** In paths and messages there are only ids that can be one. */
function requireIds(serviceIds: readonly string[]): readonly string[] {
  if (serviceIds.length === 0) throw new UserError('No service id was given.');
  const invalid = serviceIds.filter((id) => !isServiceId(id));
  if (invalid.length > 0) {
    throw new UserError(
      `${listed(invalid.slice(0, 5).map(quoted))} can't be a service id: it must be letters, digits, "-", "_" and ".", one id a line.`,
    );
  }
  return [...new Set(serviceIds)];
}

/** @throws UserError if one of the services must not be deleted */
export function requireGuards(
  services: readonly Service[],
  selection: Selection,
  { serviceName: guard, withDisks }: DeletionOptions,
): void {
  const names = [guard, selection.kind === 'name' ? selection.serviceName : undefined];
  const requested = names.filter((name) => name !== undefined && name !== '');
  const others = services.filter((service) =>
    requested.some((name) => name !== service.serviceName),
  );
  if (others.length > 0) {
    const found = others
      .slice(0, 10)
      .map((service) => `${service.serviceId} is ${quoted(service.serviceName)}`);
    throw new UserError(
      `Not all services are named ${listed(requested.map((name) => quoted(name ?? '')))}: ${listed(found)}.`,
    );
  }
  // What is being deleted already needs no guard.
  const living = services.filter((service) => !isDeleted(service));
  if (selection.kind === 'name' && living.length > selection.max) {
    throw new UserError(
      `${counted(living.length, 'service')} are named ${quoted(selection.serviceName)}, more than max (${selection.max}): ${idList(living.map(({ serviceId }) => serviceId))}. Delete them by their ids, or raise max.`,
    );
  }
  const withData = withDisks ? [] : living.filter(mayHaveDisks);
  if (withData.length > 0) {
    throw new UserError(
      `${idList(withData.map(({ serviceId }) => serviceId))} may have disks, and what becomes of their data is not documented. To delete them, set with-disks: true.`,
    );
  }
}

/** Only a zero says that there are none. */
function mayHaveDisks({ details }: Service): boolean {
  return countOf(details['totalDisk']) !== 0;
}

/** At most twenty of them. */
export function idList(ids: readonly string[]): string {
  const rest = ids.length - 20;
  return listed(rest > 0 ? [...ids.slice(0, 20), `${rest} more`] : ids);
}
