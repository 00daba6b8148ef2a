import type { PlatformSettings } from './call.ts';
import type { Outcome } from './responses.ts';
import type { Service } from './service.ts';

/** What the platform remembers from call to call, and how it is set up. */
export interface State extends PlatformSettings {
  /** By id, in the order of their creation, deleted ones included. */
  readonly services: Map<string, Service>;
  /** By clientToken. */
  readonly creates: Map<string, RememberedCreate>;
  /** How often the deletion of a service, by id, was refused with 409. */
  readonly refusedDeletions: Map<string, number>;
}

/** The create call that a token was first used for. */
export interface RememberedCreate {
  readonly fingerprint: string;
  readonly serviceId: string;
  readonly response: Outcome;
  readonly receivedAtMs: number;
}

export function emptyState(settings: PlatformSettings): State {
  return { ...settings, services: new Map(), creates: new Map(), refusedDeletions: new Map() };
}

export function store({ services }: State, service: Service): void {
  services.set(service.record.serviceId, service);
}
